import { shellWord } from '../../text/shell-word';
import type { Configuration } from '../../workspace/configuration';
import type { PackageManager } from '../package-manager';

/** All that a pipeline is written from. */
export interface Pipeline {
  /** The branch that work lands on, without its remote. */
  branch: string;
  /** What installs the dependencies, a line each. */
  install: readonly string[];
  /** A drizzle-guard command as it is typed there. */
  run(command: string): string;
  /** In the order in which they are migrated. */
  environments: readonly PipelineEnvironment[];
  /** What holds the addresses of the servers that shadows are made on. */
  shadows: readonly string[];
}

export interface PipelineEnvironment {
  name: string;
  /** What holds its connection, or those of its databases; [] where drizzle-guard.json does not say. */
  variables: readonly string[];
  /** Folder of its backups, from the root. */
  backups: string;
  remember: boolean;
}

/** Pure. @param base as git knows it, such as origin/main; null where it is not known */
export function pipelineOf(
  { environments, databases, shadow }: Pick<Configuration, 'environments' | 'databases' | 'shadow'>,
  manager: PackageManager,
  home: string,
  base: string | null,
): Pipeline {
  const entries = Object.values(databases).filter((entry) => entry !== false);
  const own = entries.map(({ urlEnv = {} }) => urlEnv);
  const ownOf = (environment: string) => own.map((variables) => variables[environment]);
  // Where each database says its own connections, the environments need no entry.
  const unstated = Object.fromEntries(own.flatMap(Object.keys).map((name) => [name, {}]));
  const named = Object.entries<Configuration['environments'][string]>({ ...unstated, ...environments })
    .filter(([name, { like }]) => like !== 'development' && (like !== undefined || !LOCAL.has(name)))
    .map(([name, { like, urlEnv, backup, remember }]) => ({
      isLast: (like ?? name) === 'production' || (like === undefined && name === 'prod'),
      environment: {
        ...{ name, remember: remember ?? false },
        variables: distinct([urlEnv, ...ownOf(name)]),
        backups: backup?.to ?? '.drizzle-guard/backups',
      },
    }));
  return {
    branch: base === null ? 'main' : base.replace(/^[^/]+\//, ''),
    install: installOf(manager, home),
    run: (command) => manager.run(`drizzle-guard ${command}`),
    environments: [...named.filter(({ isLast }) => !isLast), ...named.filter(({ isLast }) => isLast)].map(
      ({ environment }) => environment,
    ),
    shadows: distinct([shadow, ...entries.map((entry) => entry.shadow)].map((server) => server?.urlEnv)),
  };
}

function distinct(names: readonly (string | undefined)[]): string[] {
  return [...new Set(names)].filter((name) => name !== undefined);
}

/** Environments that no pipeline migrates. */
const LOCAL = new Set(['development', 'dev', 'local', 'test']);

/** What a machine without anything but node installs exactly what is locked with. */
function installOf({ name, installScript, lockFile }: PackageManager, home: string): string[] {
  const isLocked = lockFile !== null;
  const frozen = {
    npm: isLocked ? 'npm ci' : 'npm install',
    pnpm: `pnpm install${isLocked ? ' --frozen-lockfile' : ''}`,
    yarn: `yarn install${isLocked ? (installScript === 'postinstall' ? ' --immutable' : ' --frozen-lockfile') : ''}`,
    bun: `bun install${isLocked ? ' --frozen-lockfile' : ''}`,
  }[name];
  const before = {
    npm: [],
    pnpm: ['npm install --global corepack && corepack enable'],
    yarn: ['npm install --global corepack && corepack enable'],
    bun: ['npm install --global bun'],
  }[name];
  return [...before, home === '' ? frozen : `(cd ${shellWord(home)} && ${frozen})`];
}

/** Commits drizzle-guard.deployed.json, and nothing else, on top of what the branch is by then. */
export function rememberLines({ name }: PipelineEnvironment, branch: string): string[] {
  return [
    `if [ -n "$(git status --porcelain -- drizzle-guard.deployed.json)" ]; then`,
    `  git fetch --quiet origin ${branch}`,
    `  git reset --quiet origin/${branch}`,
    `  git add drizzle-guard.deployed.json`,
    `  git -c user.name=drizzle-guard -c user.email=drizzle-guard@localhost commit --no-verify --message "How far ${name} is [skip ci]"`,
    `  git push origin HEAD:${branch}`,
    `fi`,
  ];
}

/** What an earlier environment of this pipeline has committed is known to the next one. */
export function takeUpLines(branch: string): string[] {
  return [
    `git fetch --quiet origin ${branch}`,
    `if git cat-file -e origin/${branch}:drizzle-guard.deployed.json; then git show origin/${branch}:drizzle-guard.deployed.json > drizzle-guard.deployed.json; fi`,
  ];
}

/** Where migrate tells of its run, from the root. */
export const REPORT = '.drizzle-guard/report.json';

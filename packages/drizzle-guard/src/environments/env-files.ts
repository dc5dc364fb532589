import { readdirSync } from 'node:fs';
import path from 'node:path';
import { config } from 'dotenv';
import { expand } from 'dotenv-expand';
import type { Database } from '../workspace/discover';

export interface EnvFileRequest {
  /** The workspace's root, absolute. */
  root: string;
  /** The package's folder, from the root. */
  dir: string;
  /** What Nx calls the project in it; null where nobody knows. */
  project: string | null;
  /** The Nx target, or the command where Nx is not involved. */
  target: string;
  /** The environment that was asked for by name; null for the default one, as Nx without a configuration. */
  configuration: string | null;
}

/** What is asked for a command about a database; for the one of a bare folder it is the root's files alone. */
export function requestFor(
  root: string,
  { dir, packageName, bare }: Pick<Database, 'dir' | 'packageName' | 'bare'>,
  command: string,
  configuration: string | null,
): EnvFileRequest {
  const target = process.env['NX_TASK_TARGET_TARGET'] ?? command;
  return { root, dir: bare ? '.' : dir, project: packageName, target, configuration };
}

/**
 * The environment with the .env files that Nx would load for the same target and configuration, in Nx's order
 * (nx 23.2, tasks-runner/task-env-paths): what is set already wins, then the package's files, then the root's. So a
 * command called from a hook sees the same database as one run by Nx. NX_LOAD_DOT_ENV_FILES=false switches it off.
 */
export function withEnvFiles(environment: NodeJS.ProcessEnv, request: EnvFileRequest): NodeJS.ProcessEnv {
  if (environment['NX_LOAD_DOT_ENV_FILES'] === 'false') return { ...environment };
  const loadedByNx = environment['NX_TASK_TARGET_TARGET'] !== undefined;
  const configuration = environment['NX_TASK_TARGET_CONFIGURATION'] ?? null;
  const project = environment['NX_TASK_TARGET_PROJECT'] ?? request.project;
  const isOwnTask = request.project === null || project === request.project;
  if (loadedByNx && isOwnTask && configuration === request.configuration) return { ...environment };
  // Nx has loaded the files of another task: what came from them must not win over the right ones.
  const dir = isOwnTask ? request.dir : '.';
  const own = loadedByNx
    ? without(environment, valuesIn(envFiles({ ...request, dir, configuration })))
    : environment;
  return filledIn(own, valuesIn(envFiles(request)));
}

/** What stands in the files, the first to name a variable first. */
function valuesIn(path: string[]): Record<string, string> {
  return config({ path, processEnv: {} }).parsed ?? {};
}

/** What is set already wins; in what is not, other variables are filled in. */
function filledIn(environment: NodeJS.ProcessEnv, values: Record<string, string>): NodeJS.ProcessEnv {
  const processEnv = { ...values, ...environment } as Record<string, string>;
  expand({ parsed: { ...values }, processEnv });
  return processEnv;
}

/** Without the variables that are what these values make of them, with all others as they are. */
function without(environment: NodeJS.ProcessEnv, values: Record<string, string>): NodeJS.ProcessEnv {
  const isMadeOf = (name: string) => {
    const { [name]: value, ...others } = environment;
    return filledIn(others, values)[name] === value;
  };
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !(name in values) || !isMadeOf(name)),
  );
}

/** Absolute paths of those that are there, the first to name a variable wins. */
function envFiles({ root, dir, target, configuration }: EnvFileRequest): string[] {
  const names =
    configuration === null ? [target, ''] : [`${target}.${configuration}`, configuration, target, ''];
  const variants = names.flatMap((name) =>
    name === ''
      ? ['.env.local', '.local.env', '.env']
      : [`.env.${name}.local`, `.env.${name}`, `.${name}.local.env`, `.${name}.env`],
  );
  const folders = dir === '.' ? [root] : [path.join(root, dir), root];
  return folders.flatMap((folder) => {
    const there = namesIn(folder);
    return variants
      .filter((variant) => there?.has(variant.toLowerCase()) ?? true)
      .map((variant) => `${folder}/${variant}`);
  });
}

/** In lower case, because some disks tell no letters apart; null where a folder may be entered and not listed. */
function namesIn(folder: string): ReadonlySet<string> | null {
  try {
    return new Set(readdirSync(folder).map((name) => name.toLowerCase()));
  } catch {
    return null;
  }
}

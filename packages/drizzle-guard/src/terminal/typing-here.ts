import { existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { asTyped, typeable, withTyped, type Typing } from '../report/typeable';
import { isModernYarn, RUN, statedManager, type StatedManager } from '../text/package-manager';
import { depthOf, upwards } from '../text/paths';
import { shellWord } from '../text/shell-word';

/**
 * How commands are typed in a folder: by the package manager of the nearest folder up to the repository's that says one.
 * Where no folder on that way has drizzle-guard installed and the one that runs is installed elsewhere in the
 * repository, by the path to it; where nothing here has it, as it is run without being installed.
 *
 * @param cwd absolute
 * @param started the file that Node was started with
 */
export function typingIn(cwd: string, started: string | undefined): Typing {
  const here = real(cwd);
  const folders = upToRepository(here);
  const manager = firstOf(folders, managerOf);
  const at = folders.findIndex((folder) => existsSync(path.join(folder, BIN)));
  if (at !== -1)
    return {
      manager,
      prefix: at > 0 && manager === 'yarn' && isModernIn(folders[at]!) ? 'yarn run -T ' : `${RUN[manager]} `,
    };
  const [installedIn, ...inside] = (started ?? '').split(`${path.sep}node_modules${path.sep}`);
  const home = inside.length > 0 ? real(installedIn!) : '';
  if (!home.startsWith(folders.at(-1)! + path.sep)) return { manager, prefix: `${RUN_ELSEWHERE[manager]} ` };
  const folder = path.relative(here, path.join(home, 'node_modules/.bin')).replaceAll(path.sep, '/');
  return { manager: firstOf(upToRepository(home), managerOf), prefix: `${shellWord(folder)}/` };
}

/** Since its version 2 Yarn looks for commands in the nearest workspace alone, unless it is told to look at the top. */
function isModernIn(folder: string): boolean {
  const lock = path.join(folder, 'yarn.lock');
  return isModernYarn(
    null,
    existsSync(lock) ? readFileSync(lock, 'utf8').slice(0, 1000) : null,
    existsSync(path.join(folder, '.yarnrc.yml')),
  );
}

/** What downloads a package to run its command. Yarn 1 does not. */
const RUN_ELSEWHERE = { npm: 'npx', pnpm: 'pnpm dlx', yarn: 'npx', bun: 'bunx' };

const BIN = path.join('node_modules', '.bin', 'drizzle-guard');

/** A folder and those around it, up to the nearest that git calls a repository; all of them without one. */
function upToRepository(folder: string): string[] {
  const around = path.dirname(folder);
  return around === folder || existsSync(path.join(folder, '.git'))
    ? [folder]
    : [folder, ...upToRepository(around)];
}

function firstOf(
  folders: readonly string[],
  of: (folder: string) => StatedManager | null,
): Typing['manager'] {
  for (const folder of folders) {
    const found = of(folder);
    if (found) return found.name;
  }
  return 'npm';
}

function managerOf(folder: string): StatedManager | null {
  return statedManager(keyOf(path.join(folder, 'package.json')), (file) =>
    existsSync(path.join(folder, file)),
  );
}

/** Without a parser of JSON: it is the key's text or nothing that is wanted, whatever else is wrong with the file. */
function keyOf(manifest: string): string | null {
  const text = existsSync(manifest) ? readFileSync(manifest, 'utf8') : '';
  return /"packageManager"\s*:\s*"([^"]*)"/.exec(text)?.[1] ?? null;
}

function real(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

/**
 * The way to the root of the repository from where somebody types. Nx runs a target in the package's folder, and git a hook
 * at the root, wherever that is.
 */
export function toRootFrom(cwd: string, env: NodeJS.ProcessEnv): string {
  if (env['NX_TASK_TARGET_PROJECT']) return '';
  const folders = upToRepository(real(cwd));
  if (!existsSync(path.join(folders.at(-1)!, '.git'))) return '';
  return upwards(folders.length - 1 + depthOf(env['GIT_PREFIX'] ?? ''));
}

/** The same of the folder in which this runs; npm's where that cannot be looked at. */
export function typingHere(): Typing {
  try {
    const cwd = process.cwd();
    return { ...typingIn(cwd, process.argv[1]), toRoot: toRootFrom(cwd, process.env) };
  } catch {
    return { manager: 'npm', prefix: 'npx ' };
  }
}

/** A text of ours with its commands as they are typed in the folder in which this runs. */
export function typed(text: string): string {
  return asTyped(typeable(text), typingHere);
}

/** The same of all words of ours in a result or failure. */
export function typedWords<T>(value: T): T {
  return withTyped(value, typingHere);
}

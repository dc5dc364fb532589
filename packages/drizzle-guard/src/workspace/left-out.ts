import { folderOf } from '../text/paths';

/** Few say of anything that it is no database, and to load it takes longer than to find all of them. */
// eslint-disable-next-line @typescript-eslint/no-require-imports
const picomatch = () => require('picomatch') as typeof import('picomatch');

/** What is known of a config before it is said to be a database. */
export interface Candidate {
  name: string;
  /** From the root; "." for the root itself. */
  dir: string;
  configFile: string;
}

/** The keys of "databases" in drizzle-guard.json that leave something out. */
export function leavingOut(databases: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(databases).filter((key) => databases[key] === false);
}

/**
 * The first of these keys that leaves a config out. A key is the name of a database; or else a folder, with all that
 * is below it, a config's path, or a glob of either, from the root.
 *
 * @param all every candidate: a key that is the name of one means that one alone
 * @returns undefined where none does
 */
export function keyLeavingOut(
  keys: readonly string[],
  candidate: Candidate,
  all: readonly Candidate[],
): string | undefined {
  return keys.find((key) =>
    all.some(({ name }) => name === key) ? candidate.name === key : isPlace(key, candidate),
  );
}

function isPlace(key: string, { dir, configFile }: Candidate): boolean {
  const place = key.replace(/^\.\//, '').replace(/(?<=.)\/+$/, '');
  if (place === dir || place === configFile || configFile.startsWith(`${place}/`)) return true;
  // Also where a name holds a line break, which the dot of an expression does not match.
  const isMatch = picomatch()(place, { dot: true, flags: 's' });
  return isMatch(configFile) || isMatch(folderOf(configFile));
}

import path from 'node:path';
import { GuardError } from '../errors/guard-error';
import type { Tree } from '../sources/tree';
import { folderOf, join } from '../text/paths';
import type { Database } from '../workspace/discover';
import { treeJoin } from './resolve-file';
import { findSchemaFiles } from './schema-files';

/** What a config says of files, as written. */
export interface WrittenPaths {
  schema: readonly string[];
  out: string;
}

/** The folders in which drizzle-kit may be run for a database, from the root, the most likely first. */
export function cwdsOf({ dir, cwds }: Database): readonly [string, ...string[]] {
  return (cwds ?? [dir]) as [string, ...string[]];
}

/**
 * In which of them it is run: drizzle-kit takes the paths of a config from its working directory, so it is the one from
 * which they lead to files. A package with its config beside its package.json is asked first, and what lies above it
 * counts only where that leads back into it. Where nothing is there at all it is the first.
 *
 * @throws GuardError `ambiguous-folder` where they lead to files from several
 */
export async function settleCwd(tree: Tree, database: Database, written: WrittenPaths): Promise<string> {
  const cwds = cwdsOf(database);
  const [first] = cwds;
  if (cwds.length === 1) return first;
  const isOwn = isPackageOfItsOwn(tree, database, first);
  const places: Place[] = [];
  for (const cwd of cwds) {
    const place = await placeAt(tree, cwd, written);
    const files = [...place.schema, ...place.out];
    // Nothing more is asked of the Tree: whatever it is asked for is what the answer rests on.
    if (isOwn && cwd === first && files.length > 0) return first;
    const leadsBack = (file: string) => first === '.' || file.startsWith(`${first}/`);
    if (!isOwn || files.some(leadsBack)) places.push(place);
  }
  for (const kind of ['schema', 'out'] as const) {
    const [one, another] = places.filter((place) => place[kind].length > 0);
    if (one && another) throw ambiguous(database, one, another, kind);
    if (one) return one.cwd;
  }
  return first;
}

/** A folder, and the files to which the paths lead from there. */
interface Place {
  cwd: string;
  schema: string[];
  out: string[];
}

async function placeAt(tree: Tree, cwd: string, written: WrittenPaths): Promise<Place> {
  return {
    cwd,
    schema: await findSchemaFiles(tree, cwd, written.schema.filter(isRelative)),
    out: isRelative(written.out) ? await filesOf(tree, cwd, written.out) : [],
  };
}

/** Absolute ones lead to the same files from everywhere. */
function isRelative(written: string): boolean {
  return !path.isAbsolute(written);
}

async function filesOf(tree: Tree, cwd: string, written: string): Promise<string[]> {
  const folder = treeJoin(cwd, written);
  return folder === null ? [] : tree.list(folder);
}

function isPackageOfItsOwn(tree: Tree, { configFile }: Database, dir: string): boolean {
  const folder = dir === '.' ? '' : dir;
  return configFile !== null && folderOf(configFile) === folder && tree.has(join(folder, 'package.json'));
}

function ambiguous(
  { name, dir, configFile }: Database,
  one: Place,
  another: Place,
  kind: 'schema' | 'out',
): GuardError {
  const config = configFile!.slice(dir === '.' ? 0 : dir.length + 1);
  const line = ({ cwd }: Place) =>
    `\`"databases": { ${JSON.stringify(name)}: ${entryOf(dir, config, cwd)} }\``;
  const from = ({ cwd, [kind]: [file] }: Place) => `from ${inWords(cwd)} to ${file}`;
  return new GuardError(
    'ambiguous-folder',
    `the paths in ${configFile} lead to files ${from(one)}, and ${from(another)}`,
    `say in drizzle-guard.json where drizzle-kit is run: ${line(one)} or ${line(another)}`,
  );
}

function entryOf(dir: string, config: string, cwd: string): string {
  const fields = Object.entries({ dir, config, cwd }).map(
    ([key, value]) => `"${key}": ${JSON.stringify(value)}`,
  );
  return `{ ${fields.join(', ')} }`;
}

/** A folder of the workspace in a sentence. */
export function inWords(folder: string): string {
  return folder === '.' ? 'the root' : folder;
}

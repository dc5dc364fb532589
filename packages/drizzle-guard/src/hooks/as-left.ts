import { recordingTree } from '../answers/recording-tree';
import type { Discovery } from '../answers/store';
import { wordsOf } from '../errors/words-of';
import { toTreePath } from '../files/tree-path';
import { bundle } from '../schema/bundle';
import { treeJoin } from '../schema/resolve-file';
import type { Settings } from '../schema/settings';
import { readText, type Tree } from '../sources/tree';
import { join } from '../text/paths';
import { listOf } from '../text/words';
import { CONFIGURATION_FILE, type Configuration } from '../workspace/configuration';
import type { Database } from '../workspace/discover';

/** A commit, as far as it decides which code is run, and where it connects to. */
export interface Standing extends Pick<Discovery, 'configuration' | 'databases'> {
  tree: Tree;
}

/**
 * Whether what would be run to reach a database's development database, and what names that connection, is the same
 * as in the commit that was left. Nothing is evaluated to tell: the configs are bundled with all that they import, and
 * compared as text.
 *
 * @param left null where that commit's configuration cannot be read
 * @param changed the paths that differ between the two commits
 * @returns what differs, as a sentence without its end; null where nothing does
 */
export async function differenceFrom(
  left: Standing | null,
  now: Standing,
  database: Database,
  changed: readonly string[],
): Promise<string | null> {
  if (!left) return `${CONFIGURATION_FILE} of the commit that you left cannot be read`;
  const surroundings = changed.filter((file) => SURROUNDINGS.test(file));
  if (surroundings.length > 0) return `${named(surroundings)} came with it`;
  const known = left.databases.find(({ name }) => name === database.name);
  if (!known) return 'the commit that you left has no such database';
  if (placesOf(known) !== placesOf(database))
    return 'its files lie elsewhere than in the commit that you left';
  const [before, after] = [left, now].map(({ configuration }) => connectionOf(configuration));
  if (before !== after)
    return `${CONFIGURATION_FILE} says something else of development or of connections than the commit that you left`;
  for (const configFile of configsOf(database, now.configuration)) {
    const difference = await differenceOfCode(left.tree, now.tree, database, configFile, changed);
    if (difference !== null) return difference;
  }
  return null;
}

/** What is no code of the config's and can change what it does: variables, and packages that somebody committed. */
const SURROUNDINGS = /(^|\/)(\.env|\.envrc|\.env\.[^/]+|\.[^/]+\.env|\.pnp\.[^/]+)$|(^|\/)node_modules(\/|$)/;

/**
 * Whether files of a database that is a file itself came with the change, or something on the way to it: then it is not
 * the one that was there.
 *
 * @param settings what the config of the commit that was left says
 * @returns as `differenceFrom`
 */
export function differenceOfFile(
  { credentials }: Settings,
  { dir }: Database,
  changed: readonly string[],
): string | null {
  const url = credentials?.['url'];
  const place = typeof url === 'string' ? treeJoin(dir, url.replace(/^file:/, '')) : null;
  if (place === null) return null;
  const came = changed.filter((file) => `${file}/`.startsWith(`${place}/`) || place.startsWith(`${file}/`));
  return came.length === 0 ? null : `${named(came)} came with it`;
}

function placesOf({ dir, configFile, environmentConfigs, stated }: Database): string {
  return JSON.stringify([dir, configFile, environmentConfigs, stated]);
}

/** All of development but the permission, which counts by itself: it names programs to run and files to write, too. */
function connectionOf({ environments, shadow, databases }: Configuration): string {
  const { applyAfterMerge: _, applyAfterMergeLimit: __, ...development } = environments['development'] ?? {};
  const own = Object.entries(databases).flatMap(([name, entry]) =>
    entry && (entry.shadow || entry.urlEnv) ? [[name, entry.shadow, entry.urlEnv?.['development']]] : [],
  );
  return JSON.stringify([development, shadow, own]);
}

/** Of the development environment: the config that holds the connection, and the database's own. */
function configsOf(
  { dir, configFile, environmentConfigs }: Database,
  { environments }: Configuration,
): string[] {
  const config = environments['development']?.config;
  const named = config === undefined ? undefined : join(dir === '.' ? '' : dir, config);
  const files = [configFile, named, environmentConfigs['development']];
  return [...new Set(files.filter((file) => file !== null && file !== undefined))];
}

async function differenceOfCode(
  before: Tree,
  after: Tree,
  database: Database,
  configFile: string,
  changed: readonly string[],
): Promise<string | null> {
  const { tree: recorded, inputs } = recordingTree(after);
  const disk = new Set<string>();
  const onDisk = (absolute: string) => void disk.add(toTreePath(after.root, absolute));
  try {
    const texts = [
      await codeOf(before, database, configFile, onDisk),
      await codeOf(recorded, database, configFile, onDisk),
    ];
    const overwritten = changed.filter((file) => disk.has(file));
    if (texts[0] === texts[1] && overwritten.length === 0) return null;
    const read = inputs().files;
    const files = changed.filter((file) => Object.hasOwn(read, file) || disk.has(file));
    if (files.length === 0) files.push(configFile);
    return `${named(files)} ${files.length === 1 ? 'differs' : 'differ'} from the commit that you left`;
  } catch (thrown) {
    return `${configFile} cannot be compared with the commit that you left (${wordsOf(thrown)})`;
  }
}

async function codeOf(
  tree: Tree,
  { dir }: Database,
  configFile: string,
  onDisk: (absolute: string) => void,
): Promise<string> {
  if (configFile.endsWith('.json')) return (await readText(tree, configFile)) ?? '';
  return bundle(tree, dir, [configFile], onDisk);
}

const SHOWN = 3;

function named(files: readonly string[]): string {
  const more = files.length - SHOWN;
  return listOf(more > 0 ? [...files.slice(0, SHOWN), `${more} more`] : files);
}

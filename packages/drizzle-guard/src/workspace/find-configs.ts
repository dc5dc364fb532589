import type { Tree } from '../sources/tree';
import { baseName, folderOf } from '../text/paths';
import { builtFolderOf, originalOf } from './built-folder';
import { compareConfigFiles, parseConfigFileName, stemOf } from './config-file-name';
import { findProject } from './packages';

/** The configs of one database: its own and those of its environments. */
export interface FoundConfig {
  /** The folder of its project, from the root. */
  dir: string;
  configFile: string;
  infix: string;
  /** By environment. */
  environmentConfigs: Record<string, string>;
  /** Where several files hold the connection of one environment: all of them, by environment. */
  rivals?: Record<string, string[]>;
}

/** Something that a reader could think was looked at, and was not. */
export interface Note {
  /** The path that it is about. */
  file: string;
  text: string;
}

/** The drizzle configs of a Tree, by the folder they lie in and their infix; those of an environment join their neighbour. */
export async function findConfigs(tree: Tree): Promise<{ found: FoundConfig[]; notes: Note[] }> {
  const all = (await tree.match('**/drizzle*.*')).filter((path) => parseConfigFileName(baseName(path)));
  const { paths, notes } = withoutBuilt(tree, all);
  const groups = new Map<string, Group>();
  for (const path of [...paths].sort(compareConfigFiles)) {
    const name = parseConfigFileName(baseName(path))!;
    const key = `${folderOf(path)}/${name.infix}`;
    const group: Group = groups.get(key) ?? { mains: [], infix: name.infix, environments: {}, rivals: {} };
    groups.set(key, group);
    if (name.environment !== null) addTo(group, name.environment, path);
    else if (!group.mains.some((one) => stemOf(one) === stemOf(path))) group.mains.push(path);
  }
  const found: FoundConfig[] = [];
  for (const { mains, infix, environments, rivals } of groups.values()) {
    const configFile = mains[0] ?? environments['development'] ?? Object.values(environments)[0]!;
    const dir = await findProject(tree, configFile);
    const more = Object.keys(rivals).length > 0 ? { rivals } : {};
    // Of two that are spelled otherwise nobody knows whose connection the files of their environments hold.
    if (mains.length > 1)
      found.push(...mains.map((one) => ({ dir, configFile: one, infix, environmentConfigs: {} })));
    else found.push({ dir, configFile, infix, environmentConfigs: environments, ...more });
  }
  return { found, notes };
}

interface Group {
  /** Of one infix in several spellings; no more than one of each. */
  mains: string[];
  infix: string;
  environments: Record<string, string>;
  rivals: Record<string, string[]>;
}

function addTo({ environments, rivals }: Group, environment: string, path: string): void {
  const known = rivals[environment] ?? [(environments[environment] ??= path)];
  if (known.some((one) => stemOf(one) === stemOf(path))) return;
  rivals[environment] = [...known, path];
}

/**
 * Takes out what a compiler made of a config, since it is not another database. What git ignores is none of the
 * repository's; of the rest it is told.
 */
function withoutBuilt(tree: Tree, all: readonly string[]): { paths: string[]; notes: Note[] } {
  const inBuilt = all.filter((path) => builtFolderOf(path) !== undefined);
  if (inBuilt.length === 0) return { paths: [...all], notes: [] };
  const paths = all.filter((path) => builtFolderOf(path) === undefined);
  const own = tree.ownOf ? tree.ownOf(inBuilt) : inBuilt;
  const notes: Note[] = [];
  for (const path of own ?? inBuilt) {
    const original = originalOf(path, all);
    if (own !== null && original === undefined) paths.push(path);
    else notes.push({ file: path, text: `not looked at: ${path}, ${whyNot(path, original)}` });
  }
  return { paths: paths.sort(), notes };
}

function whyNot(path: string, original: string | undefined): string {
  const why =
    original === undefined
      ? `which lies in a folder called ${builtFolderOf(path)}, and without git it is not known whether that is source`
      : `which looks like a copy that was made of ${original}`;
  return `${why}; if it is a database, name it under "databases" in drizzle-guard.json, else put "${folderOf(path)}": false there`;
}

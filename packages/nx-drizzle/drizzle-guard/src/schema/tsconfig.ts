import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'jsonc-parser';
import { readText, type Tree } from '../sources/tree';
import { treeJoin } from './resolve-file';

interface TsConfig {
  extends?: string | string[];
  compilerOptions?: { baseUrl?: string; paths?: Record<string, string[]> };
}

/** The aliases in force for a folder. */
export interface Aliases {
  /** For an import, the Tree paths to try in order. */
  targets(specifier: string): string[];
  /** Tree paths of files that are extended and are nowhere, so that aliases may be missing. */
  missing: readonly string[];
}

/**
 * The `paths` and `baseUrl` of the nearest tsconfig.json at or above a folder, through `extends` (relative ones: an
 * extended package holds no paths of this repository). TypeScript's own rules: the longest prefix before `*` wins.
 * Frameworks generate what is extended and ignore it: what the Tree does not hold is read from the disk, as packages are.
 *
 * @param onDisk told of every path outside the Tree that was looked for, absolute
 */
export async function readAliases(
  tree: Tree,
  folder: string,
  onDisk: (absolute: string) => void = () => undefined,
): Promise<Aliases> {
  for (let dir = folder; ; dir = path.posix.dirname(dir)) {
    const file = treeJoin(dir, 'tsconfig.json');
    if (file !== null && tree.has(file)) {
      const options = await readOptions({ tree, onDisk, seen: new Set() }, file);
      return { targets: targetsOf(options), missing: options.missing };
    }
    if (dir === '' || dir === '.') return { targets: () => [], missing: [] };
  }
}

interface PathOptions {
  baseUrl?: string;
  paths?: { from: string; patterns: Record<string, string[]> };
  missing: string[];
}

interface Reading {
  tree: Tree;
  onDisk(absolute: string): void;
  seen: Set<string>;
}

async function readOptions(reading: Reading, file: string): Promise<PathOptions> {
  const options: PathOptions = { missing: [] };
  if (reading.seen.has(file)) return options;
  reading.seen.add(file);
  const text = await textOf(reading, file);
  if (text === undefined) return options;
  const config = (parse(text, [], { allowTrailingComma: true }) ?? {}) as TsConfig;
  const dir = path.posix.dirname(file);
  for (const parent of [config.extends ?? []].flat()) {
    const parentFile = /^\.\.?(\/|$)/.test(parent) ? treeJoin(dir, parent) : null;
    if (parentFile === null) continue;
    const candidates = [parentFile, `${parentFile}.json`];
    const found =
      candidates.find((candidate) => reading.tree.has(candidate)) ??
      candidates.find((candidate) => isOnDisk(reading, candidate));
    const { missing, ...extended } = found ? await readOptions(reading, found) : { missing: [parentFile] };
    Object.assign(options, extended);
    options.missing.push(...missing);
  }
  const { baseUrl, paths } = config.compilerOptions ?? {};
  const base = baseUrl === undefined ? null : treeJoin(dir, baseUrl);
  if (base !== null) options.baseUrl = base;
  if (paths) options.paths = { from: options.baseUrl ?? dir, patterns: paths };
  return options;
}

async function textOf({ tree }: Reading, file: string): Promise<string | undefined> {
  return tree.has(file) ? readText(tree, file) : readFileSync(path.join(tree.root, file), 'utf8');
}

function isOnDisk({ tree, onDisk }: Reading, file: string): boolean {
  const absolute = path.join(tree.root, file);
  onDisk(absolute);
  return existsSync(absolute) && statSync(absolute).isFile();
}

function targetsOf({ baseUrl, paths }: PathOptions): Aliases['targets'] {
  const patterns = Object.entries(paths?.patterns ?? {}).sort(
    ([a], [b]) => b.split('*')[0]!.length - a.split('*')[0]!.length,
  );
  return (specifier) => {
    const targets: (string | null)[] = [];
    for (const [pattern, substitutes] of patterns) {
      const star = matchStar(pattern, specifier);
      if (star === null) continue;
      targets.push(
        ...substitutes.map((substitute) =>
          treeJoin(
            paths!.from,
            substitute.replace('*', () => star),
          ),
        ),
      );
      break;
    }
    if (baseUrl !== undefined) targets.push(treeJoin(baseUrl, specifier));
    return targets.filter((target) => target !== null);
  };
}

/** What `*` stands for, "" for a pattern without one that is equal, null where the pattern does not match. */
function matchStar(pattern: string, specifier: string): string | null {
  const [before, after] = pattern.split('*');
  if (after === undefined) return pattern === specifier ? '' : null;
  const fits =
    specifier.length >= before!.length + after.length &&
    specifier.startsWith(before!) &&
    specifier.endsWith(after);
  return fits ? specifier.slice(before!.length, specifier.length - after.length) : null;
}

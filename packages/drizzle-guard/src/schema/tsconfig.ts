import path from 'node:path';
import { parse } from 'jsonc-parser';
import { readText, type Tree } from '../sources/tree';
import { treeJoin } from './resolve-file';

interface TsConfig {
  extends?: string | string[];
  compilerOptions?: { baseUrl?: string; paths?: Record<string, string[]> };
}

/** The aliases in force for a folder: for an import, the Tree paths to try in order. */
export type Aliases = (specifier: string) => string[];

/**
 * The `paths` and `baseUrl` of the nearest tsconfig.json at or above a folder, through `extends` (relative ones: an
 * extended package holds no paths of this repository). TypeScript's own rules: the longest prefix before `*` wins.
 */
export async function readAliases(tree: Tree, folder: string): Promise<Aliases> {
  for (let dir = folder; ; dir = path.posix.dirname(dir)) {
    const file = treeJoin(dir, 'tsconfig.json');
    if (file !== null && tree.has(file)) return aliasesOf(await readOptions(tree, file, new Set()));
    if (dir === '' || dir === '.') return () => [];
  }
}

interface PathOptions {
  baseUrl?: string;
  paths?: { from: string; patterns: Record<string, string[]> };
}

async function readOptions(tree: Tree, file: string, seen: Set<string>): Promise<PathOptions> {
  if (seen.has(file)) return {};
  seen.add(file);
  const text = await readText(tree, file);
  if (text === undefined) return {};
  const config = (parse(text, [], { allowTrailingComma: true }) ?? {}) as TsConfig;
  const dir = path.posix.dirname(file);
  const options: PathOptions = {};
  for (const parent of [config.extends ?? []].flat()) {
    const parentFile = /^\.\.?(\/|$)/.test(parent) ? treeJoin(dir, parent) : null;
    if (parentFile === null) continue;
    const found = [parentFile, `${parentFile}.json`].find((candidate) => tree.has(candidate));
    if (found) Object.assign(options, await readOptions(tree, found, seen));
  }
  const { baseUrl, paths } = config.compilerOptions ?? {};
  const base = baseUrl === undefined ? null : treeJoin(dir, baseUrl);
  if (base !== null) options.baseUrl = base;
  if (paths) options.paths = { from: options.baseUrl ?? dir, patterns: paths };
  return options;
}

function aliasesOf({ baseUrl, paths }: PathOptions): Aliases {
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

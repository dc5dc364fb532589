import path from 'node:path';
import type { Tree } from '../sources/tree';

/** TypeScript lets an import name the file that will be emitted. */
const SOURCE_OF: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
  '.jsx': ['.tsx'],
};
const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.mjs', '.cjs', '.json'];

/** Joins and normalises Tree paths; null where the result lies outside the Tree. */
export function treeJoin(dir: string, relative: string): string | null {
  const joined = path.posix.normalize(path.posix.join(dir, relative)).replace(/\/$/, '');
  if (joined === '..' || joined.startsWith('../') || path.posix.isAbsolute(joined)) return null;
  return joined === '.' ? '' : joined;
}

/** The file that an import of `target` (a Tree path without or with extension) means, or undefined. */
export function resolveFile(has: Tree['has'], target: string): string | undefined {
  const extension = path.posix.extname(target);
  const stem = target.slice(0, target.length - extension.length);
  const candidates = [
    target,
    ...(SOURCE_OF[extension] ?? []).map((source) => stem + source),
    ...EXTENSIONS.map((source) => target + source),
    ...EXTENSIONS.map((source) => (target === '' ? `index${source}` : `${target}/index${source}`)),
  ];
  return candidates.find((candidate) => candidate !== '' && has(candidate));
}

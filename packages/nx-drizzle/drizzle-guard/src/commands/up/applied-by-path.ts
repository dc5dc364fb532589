import { readText, type Tree } from '../../sources/tree';
import { treeJoin } from '../../schema/resolve-file';

const FILES = ['wrangler.toml', 'wrangler.json', 'wrangler.jsonc'];

/** Of every form in which wrangler is configured (developers.cloudflare.com/d1/reference/migrations). */
const NAMED = /["']?migrations_dir["']?\s*[=:]\s*["']([^"']+)["']/g;

/**
 * Whether another program applies the migrations of a folder, and tells them apart by their paths.
 * @param dir the package's folder, from the root
 * @returns its configuration file; null where none is known
 */
export async function appliedByPath(tree: Tree, dir: string, out: string): Promise<string | null> {
  for (const folder of new Set([dir, '.']))
    for (const name of FILES) {
      const file = folder === '.' ? name : `${folder}/${name}`;
      const text = await readText(tree, file);
      if (text === undefined) continue;
      const named = [...text.matchAll(NAMED)].map(([, place]) => place!);
      if (named.some((place) => treeJoin(folder, place) === out)) return file;
    }
  return null;
}

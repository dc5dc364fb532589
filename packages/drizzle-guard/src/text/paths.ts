// Paths of a Tree: from its root, with forward slashes, "" for the root itself.

/** A file of a folder: `db` and `schema.ts` → `db/schema.ts`. */
export function join(dir: string, file: string): string {
  return dir === '' ? file : `${dir}/${file}`;
}

/** The last part: `db/schema.ts` → `schema.ts`. */
export function baseName(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}

/** Everything before the last part: `db/src/schema.ts` → `db/src`; "" for what lies in the root. */
export function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

/** How many folders lie on the way to one: `db/src/` → 2; 0 for the root. */
export function depthOf(dir: string): number {
  return dir.split('/').filter(Boolean).length;
}

/** The way out of so many folders: 2 → `../..`; "" for none. */
export function upwards(depth: number): string {
  return Array(depth).fill('..').join('/');
}

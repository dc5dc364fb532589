/** What could hold or be imported by a schema or a migration; a change of nothing else cannot matter. */
const RELEVANT = /\.([mc]?[tj]sx?|jsonc?|sql)$/;

export function isRelevant(paths: readonly string[]): boolean {
  return paths.some((file) => RELEVANT.test(file));
}

/** A symbolic link to a folder of schemas or migrations has a name like any folder's. */
export function mayBeLink(file: string): boolean {
  return !/\.[^/]*$/.test(file);
}

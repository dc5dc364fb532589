/** What could hold or be imported by a schema or a migration; a change of nothing else cannot matter. */
const RELEVANT = /\.([mc]?[tj]sx?|jsonc?|sql)$/;

/** By a lockfile a package resolves the drizzle-kit that it is judged with. */
const LOCKFILE =
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|yarn\.lock|bun\.lockb?)$/;

/** @param watched what else is read by schemas and configs while they run: files, or folders with a slash at the end */
export function isRelevant(paths: readonly string[], watched: readonly string[] = []): boolean {
  return paths.some(
    (file) => RELEVANT.test(file) || LOCKFILE.test(file) || watched.some((one) => isAbout(file, one)),
  );
}

function isAbout(file: string, watched: string): boolean {
  return watched.endsWith('/') ? file.startsWith(watched) : file === watched;
}

/** A symbolic link to a folder of schemas or migrations has a name like any folder's. */
export function mayBeLink(file: string): boolean {
  return !/\.[^/]*$/.test(file);
}

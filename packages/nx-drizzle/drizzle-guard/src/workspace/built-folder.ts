import { baseName } from '../text/paths';

/** Folders that mostly hold what was made of sources, and not sources. */
const BUILT = /^(?:dist|build|out-tsc|coverage|\..+)$/s;

/** The first folder of that kind in a path; undefined without one. */
export function builtFolderOf(path: string): string | undefined {
  return path.split('/').slice(0, -1)[builtAt(path)];
}

/**
 * The config of which a path is the copy that a compiler made, by its place: the same path without the folder of what
 * was built, or, of JavaScript, a config of that name beside that folder.
 */
export function originalOf(path: string, configs: readonly string[]): string | undefined {
  const parts = path.split('/');
  const at = builtAt(path);
  if (at === -1) return undefined;
  const without = [...parts.slice(0, at), ...parts.slice(at + 1)].join('/');
  const above = parts.slice(0, at).map((part) => `${part}/`);
  const isCompiled = (source: string) =>
    /\.[mc]?js$/.test(path) &&
    source.startsWith(above.join('')) &&
    stemOf(baseName(path)) === stemOf(baseName(source));
  return configs.find(
    (source) => builtAt(source) === -1 && (stemOf(without) === stemOf(source) || isCompiled(source)),
  );
}

function builtAt(path: string): number {
  return path
    .split('/')
    .slice(0, -1)
    .findIndex((part) => BUILT.test(part));
}

function stemOf(file: string): string {
  return file.slice(0, file.lastIndexOf('.'));
}

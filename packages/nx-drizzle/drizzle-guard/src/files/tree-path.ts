import path from 'node:path';

/** A path of the machine as a Tree's path: from the root, with forward slashes; "" for the root itself. */
export function toTreePath(root: string, absolute: string): string {
  return path.relative(root, absolute).split(path.sep).join('/');
}

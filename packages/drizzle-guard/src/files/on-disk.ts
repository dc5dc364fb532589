import path from 'node:path';

/**
 * Where a path of a Tree is on this disk. Not by path.join, which of thousands takes as long as what is done with them;
 * but for what leads out of the root, because that may be a link.
 * @param root absolute
 */
export function onDisk(root: string, file: string): string {
  return file === '' || file.startsWith('..') ? path.join(root, file) : `${root}/${file}`;
}

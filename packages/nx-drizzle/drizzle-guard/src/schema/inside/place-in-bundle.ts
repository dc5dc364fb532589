/**
 * The file of a Tree in which bundled code threw, told by the comment that esbuild writes above each file's code.
 * @param code the bundle
 * @param filename the name under which it was evaluated
 * @returns the file's path from the root; null where the stack does not lead into the bundle
 */
export function placeInBundle(code: string, filename: string, stack: string): string | null {
  const at = stack.indexOf(`${filename}:`);
  const line = at === -1 ? NaN : Number.parseInt(stack.slice(at + filename.length + 1), 10);
  if (Number.isNaN(line)) return null;
  const above = code.split('\n').slice(0, line);
  return above.findLast((text) => text.startsWith(MARK))?.slice(MARK.length) ?? null;
}

const MARK = '// tree:';

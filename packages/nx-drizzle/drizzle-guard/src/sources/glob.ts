/** Dots match folders that are hidden; `s`, because a folder's name may hold a line break. */
const OPTIONS = { dot: true, flags: 's' };

/** What `Tree.match` means by a glob. The library is loaded when it is first used. */
export async function matcherOfGlob(glob: string): Promise<(path: string) => boolean> {
  const { default: picomatch } = await import('picomatch');
  return picomatch(glob, OPTIONS);
}

/** The same as an expression to be kept, for a RegExp with the flag `s`. */
export async function patternOfGlob(glob: string): Promise<string> {
  const { default: picomatch } = await import('picomatch');
  return picomatch.makeRe(glob, OPTIONS).source;
}

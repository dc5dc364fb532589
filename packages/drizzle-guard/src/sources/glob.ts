/** Dots match folders that are hidden; `s`, because a folder's name may hold a line break. */
const OPTIONS = { dot: true, flags: 's' };

const ABOVE = '(?:^|\\/|(?:(?:(?!(?:^|\\/)\\.{1,2}(?:\\/|$)).)*?)\\/)';

/** What picomatch 4 makes of the globs that nearly every command asks for: to load it takes longer than all else of them. */
const KNOWN: Readonly<Record<string, string>> = {
  '**/drizzle*.*': `^(?:${ABOVE}drizzle[^/]*?\\.[^/]*?\\/?)$`,
  '**/package.json': `^(?:${ABOVE}package\\.json)$`,
};

/** What `Tree.match` means by a glob. The library is loaded when it is first used. */
export async function matcherOfGlob(glob: string): Promise<(path: string) => boolean> {
  const known = KNOWN[glob];
  if (known === undefined) {
    const { default: picomatch } = await import('picomatch');
    return picomatch(glob, OPTIONS);
  }
  const expression = new RegExp(known, OPTIONS.flags);
  return (path) => expression.test(path);
}

/** The same as an expression to be kept, for a RegExp with the flag `s`. */
export async function patternOfGlob(glob: string): Promise<string> {
  const known = KNOWN[glob];
  if (known !== undefined) return known;
  const { default: picomatch } = await import('picomatch');
  return picomatch.makeRe(glob, OPTIONS).source;
}

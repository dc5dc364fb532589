const MARK = '// tree:';

/** What makes tables, views, enums and the like, also under a name of the project's own (`createTable`). */
const MAKERS = String.raw`\w*(?:table|view|enum|schema|sequence|role)\w*`;

/**
 * The file of a bundled schema that declares the first of the things that changed; null where none does: it is gone, or made
 * by code that has its name from elsewhere.
 * @param code the bundle, with esbuild's comment above the code of each file
 * @param changes in words: "table posts: column title is new"
 */
export function declaringFile(code: string, changes: readonly string[]): string | null {
  for (const change of changes) {
    const name = /^(?:materialized )?(?:table|view|enum|schema|sequence|role) ([^\s:]+)/
      .exec(change)?.[1]
      ?.split('.')
      .at(-1);
    if (name === undefined) continue;
    const literal = `["'\`]${name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}["'\`]`;
    const declares = new RegExp(String.raw`\b${MAKERS}["']?\]?\)*\(\s*${literal}`, 'i');
    const found = fileWith(code, declares);
    if (found !== null) return found;
  }
  return null;
}

/** The first file of a bundle whose code a pattern fits. */
export function fileWith(code: string, pattern: RegExp): string | null {
  const modules = `\n${code}`.split(`\n${MARK}`).slice(1);
  const found = modules.find((text) => pattern.test(text));
  return found?.slice(0, found.indexOf('\n')) ?? null;
}

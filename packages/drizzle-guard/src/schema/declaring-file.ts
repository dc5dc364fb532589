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
  const modules = code.split(`\n${MARK}`).slice(1);
  for (const change of changes) {
    const name = /^[a-z]+(?: [a-z]+)? ([^\s:]+)/.exec(change)?.[1]?.split('.').at(-1);
    if (name === undefined) continue;
    const literal = `["'\`]${name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}["'\`]`;
    const declares = new RegExp(String.raw`\b${MAKERS}["']?\]?\)*\(\s*${literal}`, 'i');
    const found = modules.find((text) => declares.test(text));
    if (found !== undefined) return found.slice(0, found.indexOf('\n'));
  }
  return null;
}

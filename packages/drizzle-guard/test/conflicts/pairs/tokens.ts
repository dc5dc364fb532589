// What two statements are compared by: their tokens. Spaces, comments and the case of bare words do not count; quotes do.

const TOKEN =
  /(--[^\n]*|\/\*[\s\S]*?\*\/|\s+)|([eE]?'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\$(\w*)\$[\s\S]*?\$\3\$)|(\w+)|([\s\S])/g;

/** The statements of a text, each as its tokens. */
export function statementsOf(text: string): { sql: string; tokens: string }[] {
  const statements: { sql: string; tokens: string }[] = [];
  let [sql, tokens, depth] = ['', [] as string[], 0];
  const end = (): void => {
    if (tokens.length > 0) statements.push({ sql: sql.trim(), tokens: tokens.join(' ') });
    [sql, tokens, depth] = ['', [], 0];
  };
  for (const [token, blank, quoted, , word, mark] of text.matchAll(TOKEN)) {
    sql += token;
    if (blank !== undefined) continue;
    if (mark === ';' && depth <= 0) {
      end();
      continue;
    }
    depth += blockStep(word?.toLowerCase(), tokens);
    tokens.push(quoted ?? word?.toLowerCase() ?? mark!);
  }
  end();
  return statements;
}

/** BEGIN … END around the body of a trigger of SQLite or MySQL: what ends a statement in it does not end the trigger. */
function blockStep(word: string | undefined, before: readonly string[]): number {
  if (before[0] !== 'create' || !before.includes('trigger')) return 0;
  return word === 'begin' || word === 'case' ? 1 : word === 'end' ? -1 : 0;
}

/** The statements of `later` that do not stand in `earlier` as well; null where all of them are its own. */
export function withoutShared(earlier: readonly string[], later: readonly string[]): string[] | null {
  const known = new Set(earlier.flatMap((text) => statementsOf(text)).map(({ tokens }) => tokens));
  const all = later.flatMap((text) => statementsOf(text));
  const own = all.filter(({ tokens }) => !known.has(tokens));
  return own.length === all.length ? null : own.map(({ sql }) => `${sql};`);
}

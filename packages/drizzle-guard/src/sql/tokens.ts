import { forLongTexts } from '../text/for-long-texts';

/**
 * A piece of SQL that is not looked into: a comment, a string, a quoted name, a dollar-quoted body; else a word or one
 * character. Good for Postgres and SQLite, and for telling whether two texts say the same, not for understanding them.
 * A backslash escapes behind an E alone, and a tag is a name (PostgreSQL 18, "Lexical Structure").
 */
const TOKEN =
  /--[^\n]*|\/\*[\s\S]*?\*\/|(?<=(?<![\w$\u0080-\uffff])[eE])'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\$((?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?)\$[\s\S]*?\$\1\$|[\w$\u0080-\uffff]+|\S/g;

const isComment = (token: string) => token.startsWith('--') || token.startsWith('/*');
const holdsAnother = (token: string) => token.startsWith('/*') && token.includes('/*', 2);

/** The words and signs of a text of SQL as they are written, without comments. */
export const writtenTokensOf = forLongTexts((sql): readonly string[] => {
  const tokens = sql.match(TOKEN) ?? [];
  if (tokens.some(holdsAnother)) return placedTokensOf(sql).map(({ token }) => token);
  return tokens.filter((token) => !isComment(token));
});

/** The same, each with where it begins. */
export function placedTokensOf(sql: string): { token: string; at: number }[] {
  const placed: { token: string; at: number }[] = [];
  const next = new RegExp(TOKEN);
  for (let found = next.exec(sql); found; found = next.exec(sql)) {
    const { 0: token, index: at } = found;
    if (!isComment(token)) placed.push({ token, at });
    else if (holdsAnother(token)) next.lastIndex = endOfComment(sql, at) ?? next.lastIndex;
  }
  return placed;
}

/** Of a comment that holds others, as in Postgres it may; null where fewer are closed than opened: then it holds none. */
function endOfComment(sql: string, at: number): number | null {
  const sign = /\/\*|\*\//g;
  sign.lastIndex = at;
  let depth = 0;
  for (let found = sign.exec(sql); found; found = sign.exec(sql)) {
    depth += found[0] === '/*' ? 1 : -1;
    if (depth === 0) return sign.lastIndex;
  }
  return null;
}

/** The words and signs of a statement, in small letters outside of quotes; without comments and a last semicolon. */
export const tokensOf = forLongTexts((sql): readonly string[] => {
  const tokens = writtenTokensOf(sql);
  const own = tokens.at(-1) === ';' ? tokens.slice(0, -1) : tokens;
  return own.map((token) => (/^['"`$]/.test(token) ? token : token.toLowerCase()));
});

/** A statement in a form that is equal for texts that differ only in white space, comments and case outside of quotes. */
export function normalised(sql: string): string {
  return tokensOf(sql).join(' ');
}

import { forLongTexts } from '../text/for-long-texts';

/**
 * A piece of SQL that is not looked into: a comment, a string, a quoted name, a dollar-quoted body; else a word or one
 * character. Good for Postgres and SQLite, and for telling whether two texts say the same, not for understanding them.
 */
const TOKEN =
  /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\$(\w*)\$[\s\S]*?\$\1\$|[\w$\u0080-\uffff]+|\S/g;

/** The words and signs of a text of SQL as they are written, without comments. */
export const writtenTokensOf = forLongTexts((sql): readonly string[] =>
  (sql.match(TOKEN) ?? []).filter((token) => !/^(?:--|\/\*)/.test(token)),
);

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

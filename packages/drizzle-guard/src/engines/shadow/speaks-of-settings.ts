import { tokensOf } from '../../sql/tokens';

/** What these make, change and take away has no settings but by the words below. */
const PLAIN =
  /^(?:create (?:table|index|unique index|type|view|schema|policy)|(?:alter|drop) (?:table|index|type|view|schema|policy)|insert into|update|delete from|comment on) /;

/** Of a column, of a table or an index, of numbers of its own, and of a type that is a range. */
const WORDS: ReadonlySet<string> = new Set([
  ...['statistics', 'storage', 'compression', 'cluster', 'replica', 'reset', 'restart', 'range'],
  // `LIKE … INCLUDING`: those of another table. `CREATE TABLE … AS EXECUTE`: whatever was prepared.
  ...['including', 'execute'],
]);

/**
 * Whether a statement may do something to what `settingsIn` asks for (Postgres). To ask takes as long as all the rest of a
 * look, and most statements cannot: of any that is not known to be one of those it is told that it may.
 */
export function speaksOfSettings(sql: string): boolean {
  const tokens = tokensOf(sql);
  if (!PLAIN.test(`${tokens.slice(0, 3).join(' ')} `)) return true;
  return tokens.some(
    (token, at) => WORDS.has(token) || token === ';' || (token === '(' && tokens[at - 1] === 'set'),
  );
}

import { tokensOf, writtenTokensOf } from './tokens';

/** A statement of a dump, or a COPY with the rows that stand below it. */
export interface DumpPart {
  sql: string;
  /** Where it begins, from 1. */
  line: number;
  /** Lines in the form of COPY, without their ends; to be read to their end before the next part. */
  rows?: AsyncIterable<string>;
}

const END_OF_ROWS = '\\.';

/**
 * What a plain dump of pg_dump holds, one after another. Pure. What psql alone understands (`\connect`, `\restrict`) is no
 * part: all of it goes into the database that it is loaded into.
 *
 * @param lines without their ends
 * @throws Error where it ends in the middle of something
 */
export async function* partsOfPostgresDump(lines: AsyncIterable<string>): AsyncIterable<DumpPart> {
  const source = lines[Symbol.asyncIterator]();
  let line = 0;
  const next = async () => {
    const { done, value } = await source.next();
    line += 1;
    return done ? null : value;
  };
  const rows = async function* () {
    for (let row = await next(); row !== END_OF_ROWS; row = await next())
      if (row === null) throw cutOff();
      else yield row;
  };
  let text = '';
  let begin = 0;
  for (let read = await next(); read !== null; read = await next()) {
    if (text === '' && (/^\s*(?:--.*)?$/.test(read) || read.startsWith('\\'))) continue;
    if (text === '') begin = line;
    text += text === '' ? read : `\n${read}`;
    if (!read.trimEnd().endsWith(';') || !isWhole(text)) continue;
    const part = { sql: text, line: begin };
    text = '';
    if (/^COPY\s[^;]*\sFROM\s+stdin\b/i.test(part.sql)) yield { ...part, rows: rows() };
    else yield part;
  }
  if (text !== '' && writtenTokensOf(text).length > 0) throw cutOff();
}

function cutOff(): Error {
  return new Error('it ends in the middle of a statement: it is cut off');
}

/** No quote is open at its end (one that is not closed stands as a sign of its own), no parenthesis, and no body. */
function isWhole(text: string): boolean {
  const tokens = writtenTokensOf(text);
  const all = (sign: string) => tokens.filter((token) => token === sign).length;
  if (tokens.at(-1) !== ';' || all('(') !== all(')')) return false;
  if (tokens.some((token) => /^(?:['"]|\$(?:[A-Za-z_]\w*)?\$)$/.test(token))) return false;
  // pg_dump writes the END of such a body in a line of its own.
  const hasBody = tokens.some((token, at) => token === 'ATOMIC' && tokens[at - 1] === 'BEGIN');
  return !hasBody || text.endsWith('\nEND;');
}

/** What belongs to a server, or to somebody else's, behind CREATE, ALTER, DROP and COMMENT ON. */
const OF_SERVERS = new Set([
  ...['database', 'role', 'user', 'group', 'tablespace', 'publication', 'subscription', 'server', 'foreign'],
]);

/** Whether a statement of a dump is nothing that a throw-away database is to have: owners, grants, what leads elsewhere. */
export function isLeftOutOfPostgres(sql: string): boolean {
  const tokens = tokensOf(sql);
  const [first = '', second = '', third = ''] = tokens;
  if (first === 'grant' || first === 'revoke' || first === 'security') return true;
  if (first === 'set') return second === 'default_tablespace';
  if (first === 'comment') return third === 'extension' || OF_SERVERS.has(third);
  if (!/^(?:create|alter|drop)$/.test(first)) return false;
  if (OF_SERVERS.has(second) || (second === 'default' && third === 'privileges')) return true;
  return first === 'alter' && tokens.at(-3) === 'owner' && tokens.at(-2) === 'to';
}

/** Whether a statement may be refused: a setting that this server does not know, what is there or gone already. */
export function isForgivenOfPostgres(sql: string): boolean {
  return /^(?:SET\s|DROP\s|CREATE\s+SCHEMA\s)/i.test(sql);
}

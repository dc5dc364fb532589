/** The words of anything thrown, without secrets: drivers and user code throw more than Errors. */
export function wordsOf(thrown: unknown): string {
  return withoutPasswords(saidBy(thrown));
}

/** Where it was thrown, below its words, without secrets; null for what has no stack. */
export function stackOf(thrown: unknown): string | null {
  return thrown instanceof Error && typeof thrown.stack === 'string' ? withoutPasswords(thrown.stack) : null;
}

/**
 * A text without the passwords of URLs, and without the values that are called a password or the like: drivers and user
 * code put a whole connection into their words.
 */
export function withoutPasswords(text: string): string {
  return text.replaceAll(/\S+/g, withoutUrlPasswords).replaceAll(NAMED_SECRET, '$1***');
}

/**
 * `password=x`, `PGPASSWORD='x'`, `"password": "x"`, `apiKey=x`. What may be prose stays: `password: text`, and `token = x`
 * of a parser's complaint.
 */
const NAMED_SECRET = new RegExp(
  [
    String.raw`((?:passw(?:or)?d|passphrase|pwd)[\w-]{0,30}\\?["']?\s{0,3}(?:=\s{0,3}|:\s{0,3}(?=\\?["'\x60]))`,
    String.raw`|(?:secret|token|api_?key)[\w-]{0,30}(?:=|\\?["']:\s{0,3}(?=\\?["'])))`,
    // What stands for a value in an advice of this tool's is none.
    String.raw`(?!"…")(?:\\?"[^"]*"|'[^']*'|\x60[^\x60]*\x60|[^\s"'\x60,;&)}]+)`,
  ].join(''),
  'gi',
);

/** @param word without white space; each is looked through once, because some are megabytes long */
function withoutUrlPasswords(word: string): string {
  const end = word.lastIndexOf('@');
  if (end === -1 || !word.includes('://')) return word;
  return word.slice(0, end + 1).replace(/(\w:\/\/[^\s:@/]*:)\S*@/, '$1***@') + word.slice(end + 1);
}

function saidBy(thrown: unknown): string {
  if (thrown instanceof Error) return String(thrown.message);
  try {
    // PGlite's file system throws objects that are no Errors and say only a number.
    return typeof thrown === 'object' && thrown !== null ? JSON.stringify(thrown) : String(thrown);
  } catch {
    return Object.prototype.toString.call(thrown);
  }
}

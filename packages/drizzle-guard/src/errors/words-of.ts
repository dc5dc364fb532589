/** The words of anything thrown, without the passwords of URLs: drivers and user code throw more than Errors. */
export function wordsOf(thrown: unknown): string {
  return withoutPasswords(saidBy(thrown));
}

/** Where it was thrown, below its words, without the passwords of URLs; null for what has no stack. */
export function stackOf(thrown: unknown): string | null {
  return thrown instanceof Error && thrown.stack !== undefined ? withoutPasswords(thrown.stack) : null;
}

/** A text without the passwords of URLs: drivers and user code put a whole connection into their words. */
export function withoutPasswords(text: string): string {
  return text.includes('://') ? text.replaceAll(/\S+/g, withoutPassword) : text;
}

/** From the first user's colon to the last @ of a word. Not by one expression: on a long text it takes for ever. */
function withoutPassword(word: string): string {
  const end = word.lastIndexOf('@');
  const user = end === -1 ? null : /\w:\/\/[^:@/]*:/.exec(word);
  const start = user ? user.index + user[0].length : Infinity;
  return start <= end ? `${word.slice(0, start)}***${word.slice(end)}` : word;
}

function saidBy(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message;
  // PGlite's file system throws objects that are no Errors and say only a number.
  return typeof thrown === 'object' && thrown !== null ? JSON.stringify(thrown) : String(thrown);
}

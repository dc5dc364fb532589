/** The words of anything thrown: drivers and user code throw more than Errors. */
export function wordsOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message;
  // PGlite's file system throws objects that are no Errors and say only a number.
  return typeof thrown === 'object' && thrown !== null ? JSON.stringify(thrown) : String(thrown);
}

/** A text without the passwords of URLs: drivers and user code put a whole connection into their words. */
export function withoutPasswords(text: string): string {
  return text.replaceAll(/(\w:\/\/[^\s:@/]*:)\S*@/g, '$1***@');
}

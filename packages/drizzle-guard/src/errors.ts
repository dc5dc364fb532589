/**
 * The one class for "could not do it": bad usage, an unreadable input, a refused or failed action.
 * Facts about the input are findings and are returned, never thrown.
 */
export class GuardError extends Error {
  /** Kebab-case; `drizzle-guard explain <code>` tells more. */
  readonly code: string;
  /** The next command to type, or the change to make; one imperative sentence. */
  readonly help: string;

  constructor(code: string, message: string, help: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'GuardError';
    this.code = code;
    this.help = help;
  }

  /** Each bundle has a copy of this class, and one catches what another throws. */
  static override [Symbol.hasInstance](thrown: unknown): boolean {
    return thrown instanceof Error && thrown.name === 'GuardError';
  }
}

/** The words of anything thrown: drivers and user code throw more than Errors. */
export function messageOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message;
  // PGlite's file system throws objects that are no Errors and say only a number.
  return typeof thrown === 'object' && thrown !== null ? JSON.stringify(thrown) : String(thrown);
}

/** A text without the passwords of URLs: drivers and user code put a whole connection into their words. */
export function withoutPasswords(text: string): string {
  return text.replaceAll(/(\w:\/\/[^\s:@/]*:)\S*@/g, '$1***@');
}

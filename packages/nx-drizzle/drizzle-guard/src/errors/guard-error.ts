import type { ErrorCode } from './explanations';

/**
 * The one class for "could not do it": bad usage, an unreadable input, a refused or failed action.
 * Facts about the input are findings and are returned, never thrown.
 */
export class GuardError extends Error {
  /** Kebab-case; `drizzle-guard explain <code>` tells more. */
  readonly code: ErrorCode;
  /** The next command to type, or the change to make; one imperative sentence. */
  readonly help: string;

  constructor(code: ErrorCode, message: string, help: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'GuardError';
    this.code = code;
    this.help = help;
  }

  /**
   * Each bundle has a copy of this class, and one catches what another throws. What is a kind of it is a class as any
   * other: not every GuardError is one, and only the bundle that throws it knows it.
   */
  static override [Symbol.hasInstance](thrown: unknown): boolean {
    if (this !== GuardError) return Function.prototype[Symbol.hasInstance].call(this, thrown);
    return thrown instanceof Error && thrown.name === 'GuardError';
  }
}

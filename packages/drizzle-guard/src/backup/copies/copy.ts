import type { Content } from '../../engines/shadow/shadow';
import { GuardError } from '../../errors/guard-error';

/** What a rehearsal begins with, as a shadow takes it. */
export interface Copy {
  content: Content;
  /** Statements that create extensions, which an embedded database loads before it starts. */
  extensions: string[];
}

/** @param why in words that go on after the name of the file */
export function unreadable(shown: string, why: string, help: string, cause?: unknown): GuardError {
  return new GuardError('unreadable-dump', `${shown} ${why}; nothing was rehearsed`, help, { cause });
}

import type { History } from '../history/history';
import type { Severity, FindingDraft } from './finding';

export interface CheckContext {
  history: History;
  /** The present, in milliseconds since 1970. */
  now: number;
}

/** One rule about a history. Pure: what it may look at is in the context. */
export interface Check {
  /** The finding's code: the file's name, the anchor in the docs and the key to switch it off. */
  code: string;
  severity: Severity;
  /** What `drizzle-guard explain <code>` prints: what it means, what it does to people, and the way out. */
  explain: string;
  find(context: CheckContext): FindingDraft[];
}

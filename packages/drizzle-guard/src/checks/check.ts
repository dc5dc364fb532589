import type { History } from '../history/history';
import type { FindingDraft, Severity } from '../result';

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

/** "0001_a and 0002_b", "0001_a, 0002_b and 0003_c". */
export function listOf(names: readonly string[]): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** The values that share a key with another, in groups of two or more, in order of first appearance. */
export function groupsOf<T, K>(values: readonly T[], keyOf: (value: T) => K): T[][] {
  const groups = new Map<K, T[]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group) group.push(value);
    else groups.set(keyOf(value), [value]);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

/** When a timestamp was, in words that need no time zone. */
export function timeOf(timestamp: number): string {
  const date = new Date(timestamp);
  return Number.isNaN(date.getTime())
    ? String(timestamp)
    : date.toISOString().replace('T', ' ').replace('.000', '');
}

import { listOf } from '../text/words';

/** A line for people where anything was evaluated with stand-ins, else none. */
export function wordsOfStandIns(standIns: readonly string[] = []): string[] {
  if (standIns.length === 0) return [];
  return [`evaluated with ${standIns.length === 1 ? 'a stand-in' : 'stand-ins'} for ${listOf(standIns)}`];
}

import { renamesIn, type Renaming } from '../sql/answers-in';
import { readReplies, type Reply } from '../state/replies';
import { writeName } from '../text/qualified-name';

/** What drizzle-kit is told on the way back from a migration: what its SQL has renamed gets its old name again. */
export function renamesBack(sql: string): Reply[] {
  const pairs = composed(renamesIn(sql)).map(({ from, to }) => `${writeName(to)}=${writeName(from)}`);
  const read = readReplies(pairs, []);
  return 'replies' in read ? read.replies : [];
}

/** What was renamed twice has the last of its names. */
function composed(renames: readonly Renaming[]): Renaming[] {
  const net: Renaming[] = [];
  for (const one of renames) {
    const before = net.find(({ kind, to }) => kind === one.kind && isSame(to, one.from));
    if (before) before.to = one.to;
    else net.push({ ...one });
  }
  return net.filter(({ from, to }) => !isSame(from, to));
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

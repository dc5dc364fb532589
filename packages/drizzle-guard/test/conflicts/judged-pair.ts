import path from 'node:path';
import { provePair } from '../../src/conflicts/prove-pair';
import { openArena } from '../../src/conflicts/effects/open-arena';
import type { ShadowServer } from '../../src/engines/shadow/server';
import type { Pair } from '../../src/conflicts/pair';
import { openReader } from '../../src/conflicts/reading/open-reader';
import { readPair, type Reading } from '../../src/conflicts/reading/read-pair';
import { standingBefore } from '../../src/conflicts/reading/standing-before';
import { ruled } from '../../src/conflicts/ruling';
import type { Ruling } from '../../src/results/verdict';
import { statementsOf } from '../../src/sql/statements';
import type { ReadMigration } from '../../src/replay/replay-history';

/** A migration of these statements, as a history holds it. */
export function migrationOf(tag: string, statements: readonly string[]): ReadMigration {
  const migration = { tag, sqlFile: `drizzle/${tag}.sql` } as ReadMigration['migration'];
  return { migration, statements: statementsOf(statements.join('\n--> statement-breakpoint\n')) };
}

export interface Branches {
  a: readonly string[];
  b: readonly string[];
}

/** What is said of pairs of branches from one state where both orders are run. */
export async function ruledAll(
  dialect: string,
  base: readonly string[],
  pairs: readonly Branches[],
  server: ShadowServer | null = null,
): Promise<Ruling[]> {
  const all = pairs.map(pairOf);
  const folders = [path.resolve(__dirname, '../..')];
  const before = [migrationOf('0000_base', base)];
  const sides = all.flat(2);
  const { arena, close } = await openArena({ ground: { dialect, folders, server }, before, sides });
  try {
    const read = await readAll(dialect, base, pairs);
    const rulings: Ruling[] = [];
    for (const [at, pair] of all.entries()) rulings.push(ruled(await provePair(arena, pair), read[at]!));
    return rulings;
  } finally {
    await close();
  }
}

/** What their text alone tells. */
export async function readAll(
  dialect: string,
  base: readonly string[],
  pairs: readonly Branches[],
): Promise<Reading[]> {
  const reader = await openReader(dialect);
  const before = [migrationOf('0000_base', base)];
  return pairs.map(pairOf).map((pair) => readPair(reader, standingBefore(before, pair.flat(), reader), pair));
}

function pairOf({ a, b }: Branches): Pair {
  return [[migrationOf('0001_a', a)], [migrationOf('0001_b', b)]];
}

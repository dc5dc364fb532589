import path from 'node:path';
import { provePair } from '../../src/conflicts/prove-pair';
import { openArena } from '../../src/conflicts/effects/open-arena';
import type { ShadowServer } from '../../src/engines/shadow/server';
import type { Verdict } from '../../src/results/verdict';
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

/** The verdicts by proof on pairs of branches from one state. */
export async function provedAll(
  dialect: string,
  base: readonly string[],
  pairs: readonly Branches[],
  server: ShadowServer | null = null,
): Promise<Verdict[]> {
  const all = pairs.map(({ a, b }) => [[migrationOf('0001_a', a)], [migrationOf('0001_b', b)]] as const);
  const folders = [path.resolve(__dirname, '../..')];
  const before = [migrationOf('0000_base', base)];
  const sides = all.flat(2);
  const { arena, close } = await openArena({ ground: { dialect, folders, server }, before, sides });
  try {
    const verdicts: Verdict[] = [];
    for (const pair of all) verdicts.push(await provePair(arena, pair));
    return verdicts;
  } finally {
    await close();
  }
}

import path from 'node:path';
import { provePair } from '../../src/conflicts/prove-pair';
import { openArena } from '../../src/conflicts/effects/arena';
import type { Verdict } from '../../src/results/verdict';
import { statementsOf } from '../../src/sql/statements';
import type { ReadMigration } from '../../src/replay/replay-history';

/** A migration of these statements, as a history holds it. */
export function migrationOf(tag: string, statements: readonly string[]): ReadMigration {
  const migration = { tag, sqlFile: `drizzle/${tag}.sql` } as ReadMigration['migration'];
  return { migration, statements: statementsOf(statements.join('\n--> statement-breakpoint\n')) };
}

/** The verdict by proof on two branches from one state. */
export async function proved(
  dialect: string,
  base: readonly string[],
  a: readonly string[],
  b: readonly string[],
): Promise<Verdict> {
  const pair = [[migrationOf('0001_a', a)], [migrationOf('0001_b', b)]] as const;
  const folders = [path.resolve(__dirname, '../..')];
  const before = [migrationOf('0000_base', base)];
  const { arena, close } = await openArena({ ground: { dialect, folders }, before, sides: pair.flat() });
  try {
    return await provePair(arena, pair);
  } finally {
    await close();
  }
}

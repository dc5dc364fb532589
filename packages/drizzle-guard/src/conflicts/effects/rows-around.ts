import { parentsFirst, type Table } from '../../rehearsal/table';
import type { FilledDialect } from '../../rehearsal/tables-in';
import { rowsFor } from '../../rehearsal/rows-for';
import type { ReadMigration } from '../../replay/replay-history';
import { commandsOf, names } from '../../sql/commands';

/**
 * INSERTs of a few rows for the tables that migrations speak of, and for those to which these lead. Pure.
 */
export function rowsAround(
  tables: readonly Table[],
  migrations: readonly ReadMigration[],
  dialect: FilledDialect,
): string[] {
  const commands = migrations.flatMap(({ statements }) => statements.flatMap(({ sql }) => commandsOf(sql)));
  const bare = (name: string) => name.slice(name.lastIndexOf('.') + 1);
  const wanted = new Set<string>();
  const want = (table: Table) => {
    if (wanted.has(table.name)) return;
    wanted.add(table.name);
    for (const { target } of table.foreignKeys) {
      const parent = tables.find(({ name }) => name === target.name);
      if (parent) want(parent);
    }
  };
  for (const table of tables) if (commands.some((command) => names(command, bare(table.name)))) want(table);
  return parentsFirst(tables)
    .filter(({ name }) => wanted.has(name))
    .flatMap((table) => rowsFor(table, dialect).statements);
}

/** The same as statements of which none is refused: a row that cannot be is left out. */
export function patientRows(inserts: readonly string[], dialect: FilledDialect): string[] {
  if (dialect === 'mysql') return inserts.map((sql) => sql.replace(/^INSERT INTO/, 'INSERT IGNORE INTO'));
  if (dialect === 'sqlite') return inserts.map((sql) => sql.replace(/^INSERT INTO/, 'INSERT OR IGNORE INTO'));
  if (inserts.length === 0) return [];
  const blocks = inserts.map((sql) => `BEGIN ${sql}; EXCEPTION WHEN OTHERS THEN NULL; END;`);
  return [`DO $drizzle_guard_rows$ BEGIN ${blocks.join('\n')} END $drizzle_guard_rows$`];
}

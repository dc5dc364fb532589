import { loadPostgresParser, type PostgresParser } from '../../sql/postgres-parser';
import { normalised } from '../../sql/tokens';
import { mysqlAsPostgres } from './as-postgres/mysql';
import { sqliteAsPostgres } from './as-postgres/sqlite';
import type { Effect } from './effect';
import { meaningOf } from './postgres/names';
import { effectsIn } from './postgres/read-statement';
import type { Reader } from './read-side';
import { holdersOf } from './thing';
import { NAME } from './touches';

/** Loads what reads the SQL of a dialect. */
export async function openReader(dialect: string): Promise<Reader> {
  const parser = await loadPostgresParser();
  if (dialect === 'postgresql')
    return readerOf(
      parser,
      (sql) => [sql],
      (effects) => effects,
    );
  if (dialect === 'sqlite' || dialect === 'turso') return readerOf(parser, sqliteAsPostgres, asInSqlite);
  return readerOf(parser, mysqlAsPostgres, asInMysql);
}

/**
 * @param translate a statement in the words of Postgres; null where it cannot be said in them
 * @param adapt what it does in its dialect, where it would do something else in Postgres
 */
function readerOf(
  parser: PostgresParser,
  translate: (sql: string) => readonly string[] | null,
  adapt: (effects: Effect[]) => Effect[],
): Reader {
  return {
    effectsOf(sql, known) {
      const statements = translate(sql);
      const effects = statements && effectsIn(statements.join(';\n'), known, parser);
      return effects && adapt(effects);
    },
    meaningOf(sql) {
      const nodes = parser.statementsIn(translate(sql)?.join(';\n') ?? sql);
      // What has no like in Postgres says what it says.
      return nodes === null || nodes.length === 0 ? normalised(sql) : meaningOf(nodes);
    },
  };
}

/** No view asks there whether the type of its columns may change, and the name of a trigger goes with its table. */
function asInMysql(effects: Effect[]): Effect[] {
  const trigger = effects.find((effect) => effect.does === 'make' && effect.thing.kind === 'trigger');
  const table = trigger?.does === 'make' ? holdersOf(trigger.thing).slice(0, 1) : [];
  const told = effects.map((effect): Effect => {
    if (effect.does === 'drop') return { ...effect, isRefused: false };
    return effect.does === 'make' && effect.thing.kind === 'function' ? { ...effect, on: table } : effect;
  });
  return told.filter((effect) => effect.does !== 'use' || effect.aspect !== 'type');
}

/** What a view names is looked for when it is read; but a rename goes through all views. */
function asInSqlite(effects: Effect[]): Effect[] {
  const isView = effects.some(({ does }, at) => does === 'make' && isViewAt(effects, at));
  const told = asInMysql(effects);
  if (!isView) return told;
  const kept = told.filter((effect) => effect.does !== 'use' || effect.aspect !== 'columns');
  return kept.map((effect): Effect => {
    if (effect.does === 'use' && effect.aspect === undefined) return { ...effect, aspect: NAME };
    return effect.does === 'make' && effect.thing.kind === 'relation' ? { ...effect, on: [] } : effect;
  });
}

/** A view is a relation that rests on others, has no columns of its own here, and reads no rows when it is made. */
function isViewAt(effects: readonly Effect[], at: number): boolean {
  const one = effects[at]!;
  return (
    !effects.some(({ does }) => does === 'rows') &&
    one.does === 'make' &&
    one.thing.kind === 'relation' &&
    effects[at + 1]?.does === 'make' &&
    (effects[at + 1] as { thing: { kind: string } }).thing.kind === 'type' &&
    one.on.length > 0
  );
}

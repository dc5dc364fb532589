import { renamesIn } from '../sql/answers-in';
import { dropsIn } from '../sql/drops';
import { BREAKPOINT } from '../sql/statements';
import { shortened } from '../text/shorten';
import { count } from '../text/words';
import { isNarrower } from './narrowing';
import { catalogName, placeAfter, type Spot, type Tables } from './tables';

/** Data that does not survive a way back. */
export interface Loss extends Spot {
  kind: 'table' | 'column' | 'type' | 'rows';
  /** Of a type what it was and what it becomes; of rows the command that deletes them. */
  detail: string | null;
}

/** With how much of it a database holds: rows of a table, values of a column that are not null. */
export interface CountedLoss extends Loss {
  /** Null where it could not be counted. */
  rows: number | null;
}

/** SQL that leads from one catalog to another. */
export interface Passage {
  statements: readonly string[];
  before: Tables;
  after: Tables;
  dialect: string;
}

/** SQLite keeps any value in any column. */
const UNTYPED = new Set(['sqlite', 'turso']);

/** What is lost on a way, as what it leads from calls it: by what is gone at its end, and by what is dropped on it. */
export function lossesOf({ statements, before, after, dialect }: Passage): Loss[] {
  const sql = statements.join(`\n${BREAKPOINT}\n`);
  const renames = renamesIn(sql);
  const losses: Loss[] = [];
  const add = (kind: Loss['kind'], spot: Spot, detail: string | null = null) => {
    const isKnown = losses.some(
      (one) =>
        one.table === spot.table && (one.kind === 'table' || (kind !== 'rows' && one.column === spot.column)),
    );
    if (!isKnown) losses.push({ kind, ...spot, detail });
  };
  const made = new Set(
    renames.filter(({ kind }) => kind === 'other').map(({ to }) => catalogName(to, dialect)),
  );
  const drops = dropsIn(sql).map((drop) => ({ ...drop, table: catalogName(drop.table, dialect) }));
  for (const { table, column, rows } of drops)
    // One that another takes the place of was copied into that.
    if (column === null && rows === null && before.has(table) && !made.has(table))
      add('table', { table, column });
  for (const [table, columns] of before) {
    const now = after.get(placeAfter({ table, column: null }, renames, dialect).table);
    if (!now) {
      add('table', { table, column: null });
      continue;
    }
    for (const [column, definition] of columns) {
      if (isGenerated(definition)) continue;
      const is = now.get(placeAfter({ table, column }, renames, dialect).column!);
      const [from, to] = [typeOf(definition), is === undefined ? '' : typeOf(is)];
      if (is === undefined || drops.some((drop) => drop.table === table && drop.column === column))
        add('column', { table, column });
      else if (!UNTYPED.has(dialect) && isNarrower(from, to))
        add('type', { table, column }, `${from} becomes ${to}`);
    }
  }
  for (const { table, rows } of drops)
    if (rows !== null && before.has(table)) add('rows', { table, column: null }, rows);
  return losses;
}

/** The same as far as SQL alone tells: where nothing could be run there is no catalog. */
export function lossesRead(statements: readonly string[], dialect: string): Loss[] {
  const sql = statements.join(`\n${BREAKPOINT}\n`);
  const made = new Set(
    renamesIn(sql)
      .filter(({ kind }) => kind === 'other')
      .map(({ to }) => catalogName(to, dialect)),
  );
  return dropsIn(sql).flatMap(({ table: name, column, rows }) => {
    const table = catalogName(name, dialect);
    if (column === null && rows === null && made.has(table)) return [];
    const kind = rows === null ? (column === null ? 'table' : 'column') : 'rows';
    return [{ kind, table, column, detail: rows } as const];
  });
}

/** Those of which there is something, or may be. */
export function withRows(losses: readonly CountedLoss[]): CountedLoss[] {
  return losses.filter(({ rows }) => rows !== 0);
}

/** What of the losses that are there now nobody has been told of. */
export function unforeseen(now: readonly CountedLoss[], told: readonly CountedLoss[]): CountedLoss[] {
  const keyOf = ({ kind, table, column }: Loss) => JSON.stringify([kind, table, column]);
  const known = new Set(withRows(told).map(keyOf));
  return withRows(now).filter((loss) => !known.has(keyOf(loss)));
}

/** "table orders with 12 rows", "column nick of users with 3 values". */
export function wordsOfLoss({ kind, table, column, detail, rows }: CountedLoss): string {
  const name = table.replace(/^public\./, '');
  const of = (noun: string) => (rows === null ? `an unknown number of ${noun}s` : count(rows, noun));
  switch (kind) {
    case 'table':
      return `table ${name} with ${of('row')}`;
    case 'column':
      return `column ${column} of ${name} with ${of('value')}`;
    case 'type':
      return `column ${column} of ${name}: ${detail}, and ${of('value')} may not fit`;
    case 'rows':
      return `rows of ${name}, which has ${of('row')}: ${shortened(detail!, 120)}`;
  }
}

function typeOf(definition: string): string {
  return definition.split(', ')[0]!;
}

function isGenerated(definition: string): boolean {
  return /(?:^|, )generated /.test(definition);
}

import type { Column, Table } from '../model';
import type { Ingredients, Recipe } from '../postgres/row-recipes';
import type { Writing } from '../writing';
import { isNumeric, plainValue } from './values';

const key = (table: Table, write: Writing): string => write.name(table.columns[0]!.name);
const update = ({ table, column }: Ingredients, write: Writing, value: string, rest = ''): string =>
  `UPDATE ${write.of(table)} SET ${write.name(column.name)} = ${value}${rest}`;
const at = ({ table }: Ingredients, write: Writing, row: number): string =>
  ` WHERE ${key(table, write)} = ${row}`;

/** A row with all that it needs; the column only where a value is given. */
function insert({ table, column }: Ingredients, write: Writing, row: number, value: string | null): string {
  const isFree = (one: Column): boolean =>
    one.generatedFrom === null &&
    !table.constraints.some(({ kind, columns }) => kind === 'foreign' && columns[0] === one);
  const said = table.columns.filter((one) => isFree(one) && (one !== column || value !== null));
  const cells = said.map((one) =>
    one === column ? value! : one === table.columns[0] ? `${row}` : plainValue(one, row),
  );
  return `INSERT INTO ${write.of(table)} (${write.names(said)}) VALUES (${cells.join(', ')})`;
}

const text = ({ dialect }: Writing): string => (dialect === 'mysql' ? 'varchar(80)' : 'text');

/** Two sides that meet in rows, in SQLite and in MySQL. */
export const plainRowRecipes: readonly Recipe[] = [
  {
    kind: 'update/update to constants',
    make: (given) => ({
      a: [update(given, given.a, plainValue(given.column, 10))],
      b: [update(given, given.b, plainValue(given.column, 14))],
    }),
  },
  {
    kind: 'update/update by steps',
    make: (given) =>
      isNumeric(given.column)
        ? {
            a: [update(given, given.a, `${given.a.name(given.column.name)} + 2`)],
            b: [update(given, given.b, `${given.b.name(given.column.name)} + 5`)],
          }
        : null,
  },
  {
    kind: 'update/update in other rows',
    make: (given) => ({
      a: [update(given, given.a, plainValue(given.column, 10), at(given, given.a, 1))],
      b: [update(given, given.b, plainValue(given.column, 14), at(given, given.b, 2))],
    }),
  },
  {
    kind: 'update/delete in one row',
    make: (given) => {
      const { table, column, a, b } = given;
      const by = ` WHERE ${b.name(column.name)} = ${plainValue(column, 13)}`;
      return {
        a: [update(given, a, plainValue(column, 13), at(given, a, 1))],
        b: [`DELETE FROM ${b.of(table)}${by}`],
      };
    },
  },
  {
    kind: 'update/insert',
    make: (given) => ({
      a: [update(given, given.a, plainValue(given.column, 10))],
      b: [insert(given, given.b, 61, plainValue(given.column, 15))],
    }),
  },
  {
    kind: 'insert/insert',
    make: (given) => ({
      a: [insert(given, given.a, 71, plainValue(given.column, 16))],
      b: [insert(given, given.b, given.random.pick([71, 72]), plainValue(given.column, 17))],
    }),
  },
  {
    kind: 'unique/update to one value',
    make: (given) => {
      const { table, column, a, b } = given;
      if (!/^(int|varchar)/.test(column.type) && !(a.dialect === 'sqlite' && column.type === 'text'))
        return null;
      return {
        a: [`CREATE UNIQUE INDEX ${a.name('only_once')} ON ${a.of(table)} (${a.name(column.name)})`],
        b: [update(given, b, plainValue(column, 12))],
      };
    },
  },
  {
    kind: 'copied to a new column/update',
    make: (given) => {
      const { a, b, table, column } = given;
      const copied = a.name('kept_copy');
      return {
        a: [
          `ALTER TABLE ${a.of(table)} ADD COLUMN ${copied} ${text(a)}`,
          `UPDATE ${a.of(table)} SET ${copied} = ${a.name(column.name)}`,
        ],
        b: [update(given, b, plainValue(column, 11))],
      };
    },
  },
  {
    kind: 'new column with default/insert',
    make: (given) => ({
      a: [
        `ALTER TABLE ${given.a.of(given.table)} ADD COLUMN ${given.a.name('tier')} integer DEFAULT 3 NOT NULL`,
      ],
      b: [insert(given, given.b, 64, plainValue(given.column, 14))],
    }),
  },
  {
    kind: 'delete/delete',
    make: (given) => ({
      a: [`DELETE FROM ${given.a.of(given.table)}${at(given, given.a, 1)}`],
      b: [`DELETE FROM ${given.b.of(given.table)}${at(given, given.b, given.random.int(1, 3))}`],
    }),
  },
];

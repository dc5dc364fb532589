import { type Column, type Table, isForeign, isKey, isUnique } from '../model';
import type { Random } from '../random';
import type { Writing } from '../writing';
import { isNumber, uuidOf, valueOf } from './values';

/** What the two sides of a recipe are made of. */
export interface Ingredients {
  random: Random;
  table: Table;
  column: Column;
  a: Writing;
  b: Writing;
}

export interface Recipe {
  kind: string;
  /** Null where it does not fit the table. */
  make(given: Ingredients): { a: string[]; b: string[] } | null;
}

const keyed = ({ table }: Ingredients): boolean => isKey(table, table.columns[0]!);
const keyAt = ({ table }: Ingredients, at: number): string =>
  table.columns[0]!.type === 'uuid' ? uuidOf(at) : `${at}`;
const where = (given: Ingredients, write: Writing, at: number): string =>
  `WHERE ${write.name(given.table.columns[0]!.name)} = ${keyAt(given, at)}`;
const update = ({ table, column }: Ingredients, write: Writing, value: string, rest = ''): string =>
  `UPDATE ${write.of(table)} SET ${write.name(column.name)} = ${value}${rest && ` ${rest}`}`;
const alterColumn = ({ table, column }: Ingredients, write: Writing): string =>
  `ALTER TABLE ${write.of(table)} ALTER COLUMN ${write.name(column.name)}`;

const isLoose = ({ table, column }: Ingredients): boolean =>
  !isKey(table, column) &&
  !isForeign(table, column) &&
  !isUnique(table, column) &&
  !table.indexes.some(({ columns }) => columns.includes(column)) &&
  column.generatedFrom === null;

/** A row with all that it needs and, in the column, a value. */
function insert({ table, column }: Ingredients, write: Writing, at: number, value: string | null): string {
  const said = table.columns.filter((one) => !/serial|IDENTITY/.test(one.type) && one.generatedFrom === null);
  const kept = said.filter((one) => (one === column ? value !== null : !isForeign(table, one)));
  const cells = kept.map((one) => {
    if (one === column) return value!;
    return one === table.columns[0] && one.type === 'uuid' ? uuidOf(at) : valueOf(one, at);
  });
  return `INSERT INTO ${write.of(table)} (${write.names(kept)}) VALUES (${cells.join(', ')})`;
}

/** Two sides that meet in rows alone, or in rows and what is asked of them. */
export const rowRecipes: readonly Recipe[] = [
  {
    kind: 'update/update to constants',
    make: (given) => ({
      a: [update(given, given.a, valueOf(given.column, 21))],
      b: [update(given, given.b, valueOf(given.column, 32))],
    }),
  },
  {
    kind: 'update/update by steps',
    make: (given) => {
      if (!isNumber(given.column)) return null;
      return {
        a: [update(given, given.a, `${given.a.name(given.column.name)} + 2`)],
        b: [update(given, given.b, `${given.b.name(given.column.name)} + 5`)],
      };
    },
  },
  {
    kind: 'update/update in other rows',
    make: (given) => {
      if (!keyed(given)) return null;
      return {
        a: [update(given, given.a, valueOf(given.column, 21), where(given, given.a, 1))],
        b: [update(given, given.b, valueOf(given.column, 32), where(given, given.b, 2))],
      };
    },
  },
  {
    kind: 'update/delete in one row',
    make: (given) => {
      if (!keyed(given)) return null;
      const { table, a, b, column } = given;
      const by = `WHERE ${b.name(column.name)} = ${valueOf(column, 21)}`;
      return {
        a: [update(given, a, valueOf(column, 21), where(given, a, 1))],
        b: [`DELETE FROM ${b.of(table)} ${by}`],
      };
    },
  },
  {
    kind: 'update/insert',
    make: (given) => ({
      a: [update(given, given.a, valueOf(given.column, 21))],
      b: [insert(given, given.b, 61, valueOf(given.column, 35))],
    }),
  },
  {
    kind: 'insert/insert',
    make: (given) => {
      const at = given.random.pick([71, 72]);
      return {
        a: [insert(given, given.a, 71, valueOf(given.column, 71))],
        b: [insert(given, given.b, at, valueOf(given.column, 73))],
      };
    },
  },
  {
    kind: 'not null/update to null',
    make: (given) => {
      if (given.column.notNull) return null;
      const filled = update(
        given,
        given.a,
        valueOf(given.column, 1),
        `WHERE ${given.a.name(given.column.name)} IS NULL`,
      );
      return {
        a: [filled, `${alterColumn(given, given.a)} SET NOT NULL`],
        b: [update(given, given.b, 'NULL')],
      };
    },
  },
  {
    kind: 'not null/insert without',
    make: (given) => {
      if (given.column.notNull) return null;
      const filled = update(
        given,
        given.a,
        valueOf(given.column, 1),
        `WHERE ${given.a.name(given.column.name)} IS NULL`,
      );
      return {
        a: [filled, `${alterColumn(given, given.a)} SET NOT NULL`],
        b: [insert(given, given.b, 62, null)],
      };
    },
  },
  {
    kind: 'check/update past it',
    make: (given) => {
      const { table, column, a, b } = given;
      if (!isNumber(column)) return null;
      const isPast = given.random.chance(0.6);
      return {
        a: [
          `ALTER TABLE ${a.of(table)} ADD CONSTRAINT ${a.name('below_limit')} CHECK (${a.name(column.name)} < 5000)`,
        ],
        b: [update(given, b, isPast ? '9000' : '4000')],
      };
    },
  },
  {
    kind: 'unique/update to one value',
    make: (given) => {
      const { table, column, a, b } = given;
      if (column.enum || !/^(integer|text|varchar|date|numeric)/.test(column.type)) return null;
      return {
        a: [`CREATE UNIQUE INDEX ${a.name('only_once')} ON ${a.of(table)} (${a.name(column.name)})`],
        b: [update(given, b, valueOf(column, 44))],
      };
    },
  },
  {
    kind: 'default/insert without',
    make: (given) => ({
      a: [`${alterColumn(given, given.a)} SET DEFAULT ${valueOf(given.column, 55)}`],
      b: [insert(given, given.b, 63, null)],
    }),
  },
  {
    kind: 'type/update',
    make: (given) => {
      const { column, a, b } = given;
      if (column.type !== 'integer' || column.default !== null) return null;
      return {
        a: [`${alterColumn(given, a)} TYPE text USING ${a.name(column.name)}::text`],
        b: [update(given, b, `${b.name(column.name)} + 1`)],
      };
    },
  },
  {
    kind: 'new column with default/insert',
    make: (given) => ({
      a: [
        `ALTER TABLE ${given.a.of(given.table)} ADD COLUMN ${given.a.name('tier')} integer DEFAULT 3 NOT NULL`,
      ],
      b: [insert(given, given.b, 64, valueOf(given.column, 64))],
    }),
  },
  {
    kind: 'new required column and fill/insert',
    make: (given) => {
      const { a, table } = given;
      const name = a.name('tier');
      return {
        a: [
          `ALTER TABLE ${a.of(table)} ADD COLUMN ${name} text`,
          update({ ...given, column: { ...given.column, name: 'tier' } }, a, "'basic'"),
          `ALTER TABLE ${a.of(table)} ALTER COLUMN ${name} SET NOT NULL`,
        ],
        b: [insert(given, given.b, 65, valueOf(given.column, 65))],
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
          `ALTER TABLE ${a.of(table)} ADD COLUMN ${copied} text`,
          `UPDATE ${a.of(table)} SET ${copied} = ${a.name(column.name)}::text`,
        ],
        b: [update(given, b, valueOf(column, 47))],
      };
    },
  },
  {
    kind: 'truncate/insert',
    make: (given) => ({
      a: [`TRUNCATE TABLE ${given.a.of(given.table)} CASCADE`],
      b: [insert(given, given.b, 66, valueOf(given.column, 66))],
    }),
  },
  {
    kind: 'delete/delete',
    make: (given) => {
      if (!keyed(given)) return null;
      const at = given.random.int(1, 3);
      return {
        a: [`DELETE FROM ${given.a.of(given.table)} ${where(given, given.a, 1)}`],
        b: [`DELETE FROM ${given.b.of(given.table)} ${where(given, given.b, at)}`],
      };
    },
  },
  {
    kind: 'materialized view/update',
    make: (given) => {
      const { a, b, table, column } = given;
      const from = `AS SELECT ${a.name(column.name)} FROM ${a.of(table)}`;
      return {
        a: [`CREATE MATERIALIZED VIEW ${a.name('frozen')} ${from}`],
        b: [update(given, b, valueOf(column, 48))],
      };
    },
  },
];

/** Whether a recipe of rows may be about the column. */
export const fitsRows = (given: Ingredients): boolean => isLoose(given) && given.table.rows > 0;

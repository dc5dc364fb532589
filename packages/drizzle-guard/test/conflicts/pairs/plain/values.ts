import type { Column } from '../model';
import type { PairDialect } from '../pair';

// Types and values of the dialects that have neither schemas nor types of one's own.

type Plain = Exclude<PairDialect, 'postgresql'>;

export const PLAIN_TYPES: Readonly<Record<Plain, readonly { type: string; default: string | null }[]>> = {
  sqlite: [
    { type: 'integer', default: '0' },
    { type: 'integer', default: 'false' },
    { type: 'text', default: "'none'" },
    { type: 'text', default: "'it''s; new'" },
    { type: 'text', default: '(current_timestamp)' },
    { type: 'real', default: '1.5' },
    { type: 'numeric', default: '2' },
  ],
  mysql: [
    { type: 'int', default: '0' },
    { type: 'bigint', default: '7' },
    { type: 'varchar(80)', default: "'none'" },
    { type: 'varchar(80)', default: "'it''s; new'" },
    { type: 'text', default: null },
    { type: 'decimal(10,2)', default: "'0.00'" },
    { type: 'boolean', default: 'false' },
    { type: 'datetime', default: '(now())' },
    { type: 'date', default: null },
    { type: "enum('new','open','done')", default: "'new'" },
  ],
};

/** What a column of MySQL may become while rows are there. */
export const MYSQL_BECOMES: Readonly<Record<string, readonly string[]>> = {
  int: ['bigint', 'varchar(40)'],
  bigint: ['decimal(20,0)'],
  'varchar(80)': ['varchar(160)', 'text'],
  text: ['longtext'],
  'decimal(10,2)': ['decimal(14,4)'],
  boolean: ['int'],
  datetime: ['varchar(40)', 'timestamp'],
  date: ['datetime'],
  "enum('new','open','done')": [
    "enum('new','open','done','gone')",
    "enum('draft','new','open','done')",
    'varchar(20)',
  ],
};

export const isText = ({ type }: Column): boolean => /^(text|varchar)/.test(type);
export const isNumeric = ({ type }: Column): boolean => /^(int|bigint|real|numeric|decimal)/.test(type);
/** MySQL asks for a length where an index is over such a column. */
export const isLong = (dialect: PairDialect, { type }: Column): boolean =>
  dialect === 'mysql' && /^(text|longtext|json)/.test(type);

const BY_TYPE: readonly [RegExp, (at: number) => string][] = [
  [/^(int|bigint|numeric)/, (at) => `${at * 10}`],
  [/^real/, (at) => `${at}.5`],
  [/^decimal/, (at) => `'${at}.50'`],
  [/^(text|varchar)/, (at) => `'value ${at}'`],
  [/^boolean/, (at) => (at % 2 === 1 ? 'true' : 'false')],
  [/^datetime/, (at) => `'2026-01-${String((at % 27) + 1).padStart(2, '0')} 08:00:00'`],
  [/^date/, (at) => `'2026-02-${String((at % 27) + 1).padStart(2, '0')}'`],
  [/^enum/, (at) => `'${['new', 'open', 'done'][at % 3]!}'`],
];

/** A value of its type, another one for most numbers. */
export function plainValue(column: Column, at: number): string {
  const [, make] = BY_TYPE.find(([pattern]) => pattern.test(column.type)) ?? [];
  return make?.(at) ?? 'NULL';
}

/** What an index or a generated column may be of. */
export function plainExpression(column: Column, name: string): { sql: string; type: string } | null {
  if (isText(column)) return { sql: `lower(${name})`, type: 'varchar(90)' };
  return isNumeric(column) ? { sql: `(${name} * 2)`, type: 'decimal(30,4)' } : null;
}

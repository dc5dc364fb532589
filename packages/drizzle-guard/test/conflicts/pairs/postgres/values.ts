import type { Column } from '../model';

/** Types that columns are given, with a default that fits. */
export const TYPES: readonly { type: string; default: string }[] = [
  { type: 'integer', default: '0' },
  { type: 'bigint', default: '7' },
  { type: 'smallint', default: '1' },
  { type: 'numeric(10, 2)', default: "'0.00'" },
  { type: 'text', default: "'none'" },
  { type: 'text', default: "'it''s; new'" },
  { type: 'varchar(80)', default: "'none'" },
  { type: 'boolean', default: 'false' },
  { type: 'timestamp', default: 'now()' },
  { type: 'timestamp with time zone', default: 'now()' },
  { type: 'date', default: "'2026-01-01'" },
  { type: 'jsonb', default: "'{}'::jsonb" },
  { type: 'uuid', default: 'gen_random_uuid()' },
  { type: 'integer[]', default: "'{}'" },
];

/** What a column may become, and what says how where a cast is needed. `COL` is its name. */
export const BECOMES: Readonly<Record<string, readonly { type: string; using?: string }[]>> = {
  integer: [{ type: 'bigint' }, { type: 'text', using: 'COL::text' }, { type: 'numeric(12, 2)' }],
  smallint: [{ type: 'integer' }, { type: 'bigint' }],
  bigint: [{ type: 'numeric(20, 0)' }, { type: 'text', using: 'COL::text' }],
  'numeric(10, 2)': [{ type: 'numeric(14, 4)' }, { type: 'integer', using: 'round(COL)::integer' }],
  text: [{ type: 'varchar(200)' }, { type: 'text COLLATE "C"' }, { type: 'integer', using: 'length(COL)' }],
  'varchar(80)': [{ type: 'text' }, { type: 'varchar(160)' }],
  boolean: [
    { type: 'integer', using: 'COL::integer' },
    { type: 'text', using: 'COL::text' },
  ],
  timestamp: [{ type: 'timestamp with time zone' }, { type: 'date', using: 'COL::date' }],
  'timestamp with time zone': [{ type: 'timestamp', using: "COL AT TIME ZONE 'UTC'" }],
  date: [{ type: 'timestamp' }, { type: 'text', using: 'COL::text' }],
  uuid: [{ type: 'text', using: 'COL::text' }],
};

const isText = ({ type }: Column): boolean => /^(text|varchar)/.test(type);
export const isNumber = ({ type }: Column): boolean => /^(integer$|bigint|smallint|numeric)/.test(type);

const BY_TYPE: readonly [RegExp, (at: number) => string][] = [
  [/^(integer|bigint|smallint)$/, (at) => `${at * 10}`],
  [/^numeric/, (at) => `'${at}.50'`],
  [/^(text|varchar)/, (at) => `'value ${at}'`],
  [/^boolean/, (at) => (at % 2 === 1 ? 'true' : 'false')],
  [/^timestamp/, (at) => `'2026-01-${String((at % 27) + 1).padStart(2, '0')} 08:00:00'`],
  [/^date/, (at) => `'2026-02-${String((at % 27) + 1).padStart(2, '0')}'`],
  [/^jsonb/, (at) => `'{"k": ${at}}'`],
  [/^uuid/, (at) => uuidOf(at)],
  [/^integer\[\]/, (at) => `'{1,${at}}'`],
  [/serial$/, (at) => `${at}`],
];

export const uuidOf = (at: number): string => `'00000000-0000-4000-8000-${String(at).padStart(12, '0')}'`;

/** A value of its type, another one for each number. */
export function valueOf(column: Column, at: number): string {
  if (column.enum) return `'${column.enum.values[at % column.enum.values.length]!}'`;
  const [, make] = BY_TYPE.find(([pattern]) => pattern.test(column.type)) ?? [];
  return make?.(at) ?? 'NULL';
}

/** Something that holds of every value that `valueOf` makes. */
export function conditionOf(column: Column, name: string): string {
  if (column.enum) return `${name} IS NOT NULL OR true`;
  if (isText(column)) return `${name} <> ''`;
  if (isNumber(column)) return `${name} >= 0`;
  return `${name} IS NOT NULL OR ${name} IS NULL`;
}

/** An expression over a column that an index or a generated column can be of, with its type. */
export function expressionOf(column: Column, name: string): { sql: string; type: string } | null {
  if (isText(column)) return { sql: `lower(${name})`, type: 'text' };
  if (isNumber(column)) return { sql: `(${name} * 2)`, type: 'numeric(20, 4)' };
  if (column.type === 'boolean') return { sql: `(NOT ${name})`, type: 'boolean' };
  return null;
}

import type { Column } from './table';

type Dialect = 'postgresql' | 'mysql' | 'sqlite';

/** Of each kind a value for row `n`, from 1: another one in each row, and text that is a number too, so that casts work. */
const KINDS: readonly [RegExp, (n: number, column: Column, dialect: Dialect) => string][] = [
  [/^(?:bool|boolean)$/, (n, _, dialect) => (dialect === 'postgresql' ? `${n % 2 === 1}` : `${n % 2}`)],
  [/^bit$/, (n, { length }) => `b'${(n % 2).toString().padStart(length ?? 1, '0')}'`],
  [/^varbit$/, (n) => `b'${n % 2}'`],
  [/^year$/, (n) => `${2000 + n}`],
  [/int|serial|^(?:oid|numeric|decimal|dec|fixed|float\d*|double.*|real|money|number)$/, (n) => `${n}`],
  [/^uuid$/, (n) => `'00000000-0000-4000-8000-${n.toString().padStart(12, '0')}'`],
  [/^(?:timestamp|datetime)/, (n) => `'2024-01-0${n} 00:00:00'`],
  [/^date$/, (n) => `'2024-01-0${n}'`],
  [/^time/, (n) => `'00:00:0${n}'`],
  [/^interval$/, (n) => `'${n} days'`],
  [/^jsonb?$/, (n) => `'{"n":${n}}'`],
  [/^bytea$/, (n) => `'\\x0${n}'`],
  [/blob|binary/, (n) => `x'0${n}'`],
  [/^(?:inet|cidr)$/, (n) => `'10.0.0.${n}'`],
  [/^macaddr$/, (n) => `'08:00:2b:01:02:0${n}'`],
  [/^macaddr8$/, (n) => `'08:00:2b:01:02:03:04:0${n}'`],
  [/^(?:point)$/, (n, _, dialect) => (dialect === 'mysql' ? `POINT(${n}, ${n})` : `'(${n},${n})'`)],
  [/range$/, () => `'empty'`],
  [/^tsvector$/, (n) => `'${n}'`],
  [/^xml$/, (n) => `'<n>${n}</n>'`],
  [
    /^(?:vector|halfvec)$/,
    (n, { length }) => `'[${Array.from({ length: length ?? 3 }, () => n).join(',')}]'`,
  ],
  [/char|text|clob|^(?:citext|name|string)$/, (n) => `'${n}'`],
];

/**
 * An expression for a column in row `n`, counted from 1; null where none is known for its type.
 * Pure. Another value in each of the first nine rows.
 */
export function valueOf(column: Column, n: number, dialect: Dialect): string | null {
  const { values, isArray, type } = column;
  if (isArray) return `'{}'`;
  if (values.length > 0) return literal(values[(n - 1) % values.length]!);
  const kind = KINDS.find(([pattern]) => pattern.test(type.toLowerCase()));
  if (kind) return kind[1](n, column, dialect);
  // SQLite takes anything for a type, and keeps what it is given.
  return dialect === 'sqlite' ? `${n}` : null;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

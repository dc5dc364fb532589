/** From the narrowest to the widest. */
const CHAINS: readonly (readonly string[])[] = [
  ['tinyint', 'smallint', 'mediumint', 'int', 'bigint'],
  ['real', 'double precision'],
  ['float', 'double'],
  ['tinytext', 'text', 'mediumtext', 'longtext'],
  ['date', 'timestamp without time zone'],
  ['date', 'datetime'],
];

const ALIASES: Readonly<Record<string, string>> = { integer: 'int', 'character varying': 'varchar' };

/** What every value can be written as. */
const ANYTHING = new Set(['text', 'longtext']);

/**
 * Whether values of one type may not fit into another, or lose a part of what they say. What is not known to be wider
 * counts as narrower. Types are as a catalog has them.
 */
export function isNarrower(from: string, to: string): boolean {
  if (from === to) return false;
  const [was, is] = [read(from), read(to)];
  if (was.name === is.name) return !holds(was.size, is.size);
  if (ANYTHING.has(is.name) && is.size.length === 0) return false;
  if (is.name === 'varchar' && is.size.length === 0) return false;
  return !CHAINS.some((chain) => {
    const [low, high] = [chain.indexOf(was.name), chain.indexOf(is.name)];
    return low !== -1 && high > low;
  });
}

interface Type {
  name: string;
  /** None where it has no bounds. */
  size: number[];
}

/** "numeric(10,2)", "character varying(40)", "timestamp(3) without time zone". */
function read(type: string): Type {
  const [, before = type, sizes, after = ''] = /^([^(]*)\((\d+(?:,\d+)?)\)(.*)$/.exec(type) ?? [];
  const name = `${before.trim()}${after === '' ? '' : ` ${after.trim()}`}`;
  return { name: ALIASES[name] ?? name, size: sizes?.split(',').map(Number) ?? [] };
}

/** Whether what fits into one size fits into another: digits before the point as well as behind it. */
function holds(was: readonly number[], is: readonly number[]): boolean {
  if (is.length === 0) return true;
  if (was.length === 0) return false;
  const [digits, behind] = [is[0]! - (is[1] ?? 0), is[1] ?? 0];
  return digits >= was[0]! - (was[1] ?? 0) && behind >= (was[1] ?? 0);
}

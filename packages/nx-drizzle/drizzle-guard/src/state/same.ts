import { isMap, keysOf, type Json } from './json';
import { rowKeyOf } from './rows';

/** Identity and bookkeeping, not state. */
const IGNORED = ['id', 'prevId', 'prevIds', '_meta', 'renames'];

/** What some drizzle-kits leave out and others write: no row level security, and a foreign key to the usual schema. */
const USUAL: Readonly<Record<string, readonly unknown[]>> = {
  isRLSEnabled: [false],
  schemaTo: ['public', ''],
};

/**
 * Whether two snapshots hold the same state: whatever their ids, the order of their keys, and what some kits leave out
 * (empty maps, what is usual), and the order of a list of entities. Order inside other lists counts: it has meaning for
 * enums and keys.
 */
export function isSameState(one: Json, other: Json): boolean {
  return isSame(stateOf(one), stateOf(other));
}

/** The same of a part of a state. */
export function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((item, i) => isSameItem(item, other[i]));
  if (isMap(one) && isMap(other)) return differingKeys(one, other).length === 0;
  return isNothing(one) && isNothing(other);
}

function stateOf(snapshot: Json): Json {
  const state = Object.entries(snapshot).filter(([key]) => !IGNORED.includes(key));
  return Object.fromEntries(state.map(([key, value]) => [key, key === 'ddl' ? inOrder(value) : value]));
}

/** The order of a list of entities says nothing: it is that in which the schema's files declare them. */
function inOrder(ddl: unknown): unknown {
  if (!Array.isArray(ddl) || !ddl.every(isMap)) return ddl;
  const keyed = ddl.map((row) => ({ row, key: rowKeyOf(row) }));
  return keyed
    .sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0))
    .map(({ row }) => row);
}

/** The keys of which two maps do not have the same. */
export function differingKeys(one: Json, other: Json): string[] {
  return keysOf(one, other).filter(
    (key) => !isSame(one[key], other[key]) && !(isLeftOut(key, one[key]) && isLeftOut(key, other[key])),
  );
}

/** One text for all that `isSame` calls the same; "" for nothing. */
export function canonicalText(value: unknown): string {
  return JSON.stringify(canonical(value)) ?? '';
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (!isMap(value)) return value;
  const present = Object.keys(value)
    .filter((key) => !isLeftOut(key, value[key]))
    .sort();
  if (present.length === 0) return undefined;
  return present.map((key) => [key, canonical(value[key])]);
}

/** A place in a list stays, whatever is in it. */
function isSameItem(one: unknown, other: unknown): boolean {
  return isSame(isNothing(one) ? null : one, isNothing(other) ? null : other);
}

function isNothing(value: unknown): boolean {
  return (
    value === undefined ||
    (isMap(value) && Object.entries(value).every(([key, item]) => isLeftOut(key, item)))
  );
}

function isLeftOut(key: string, value: unknown): boolean {
  return isNothing(value) || (Object.hasOwn(USUAL, key) && USUAL[key]!.includes(value));
}

import { changesBetween, type Change } from './changes';
import { subjectOf } from './compare';
import { isMap, keysOf, type Json } from './json';
import { IN_TABLE, TOP } from './read-maps';
import { labelOf, wordsOf } from './words';

/**
 * What differs between two states, a line each: "table orders: column note is new".
 * @param isTold which of the changes are told
 */
export function describeChanges(
  previous: Json,
  current: Json,
  isTold: (change: Change) => boolean = () => true,
): string[] {
  const changes = changesBetween(previous, current).filter(isTold);
  return Array.isArray(current['ddl'])
    ? changes.map(wordsOf)
    : tableByTable(changes, current).map(wordsInMaps);
}

/** Changes of snapshots of maps: all of a table, and of a kind, stand together, with what is gone at the end. */
function tableByTable(changes: readonly Change[], current: Json): Change[] {
  const [maps, parts] = [Object.keys(TOP), Object.keys(IN_TABLE)];
  const tables = keysOf(current['tables'], null);
  const rankOf = (change: Change) => {
    const [map, key, part] = subjectOf(change).path as [string, string, string?];
    const at = map === 'tables' ? tables.indexOf(key) : 0;
    return [
      maps.indexOf(map),
      at === -1 ? tables.length : at,
      part ? parts.indexOf(part) : 0,
      change.after ? 0 : 1,
    ];
  };
  return changes
    .filter((change) => !isToldByParts(change, changes))
    .map((change) => ({ change, rank: rankOf(change) }))
    .sort((one, other) => compareRanks(one.rank, other.rank))
    .map(({ change }) => change);
}

function isToldByParts({ before, after }: Change, changes: readonly Change[]): boolean {
  return before !== null && after !== null && changes.some((one) => subjectOf(one).of === after.key);
}

function compareRanks(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((rank, position) => rank !== other[position]);
  return at === -1 ? 0 : one[at]! - other[at]!;
}

/** Of what stands beside tables no attributes are told, of an enum its values. */
function wordsInMaps(change: Change): string {
  const { before, after } = change;
  if (!before || !after || after.table !== null) return wordsOf(change);
  if (after.kind === 'table') return `${labelOf(after)}: its definition is changed`;
  return `${labelOf(after)} is changed${valuesOf(before.definition, after.definition)}`;
}

function valuesOf(before: unknown, after: unknown): string {
  const [was, is] = [before, after].map((one) => (isMap(one) ? one['values'] : null));
  if (!Array.isArray(was) || !Array.isArray(is)) return '';
  const parts = [
    ...is.filter((value) => !was.includes(value)).map((value) => `+${value}`),
    ...was.filter((value) => !is.includes(value)).map((value) => `-${value}`),
  ];
  return ` (${parts.length > 0 ? parts.join(', ') : 'order of its values'})`;
}

import { compare, type ChangeOf } from './compare';
import { entitiesOf } from './entities';
import type { Entity } from './entity';
import { isMap, type Json } from './json';

export type Change = ChangeOf<Entity>;

/** What differs between what two snapshots of one form say. */
export function changesBetween(before: Json, after: Json): Change[] {
  const [was, is] = differing(before, after);
  return compare(entitiesOf(was), entitiesOf(is));
}

/**
 * Two snapshots without what both have letter for letter: the tables of maps, the rows of a list. That is nearly all of them,
 * and nothing need be told of it.
 */
export function differing(before: Json, after: Json): [Json, Json] {
  const [was, is] = [before, after].map(({ ddl, tables }) => ddl ?? tables);
  if (Array.isArray(was) && Array.isArray(is)) {
    const [rows, others] = [was, is].map((list) => list.map((row) => JSON.stringify(row))) as [
      string[],
      string[],
    ];
    return [
      { ...before, ddl: was.filter(notIn(others, rows)) },
      { ...after, ddl: is.filter(notIn(rows, others)) },
    ];
  }
  if (before['ddl'] || after['ddl'] || !isMap(was) || !isMap(is)) return [before, after];
  const isKept = (name: string) =>
    !(Object.hasOwn(was, name) && Object.hasOwn(is, name)) ||
    JSON.stringify(was[name]) !== JSON.stringify(is[name]);
  const kept = (tables: Json) => Object.fromEntries(Object.entries(tables).filter(([name]) => isKept(name)));
  return [
    { ...before, tables: kept(was) },
    { ...after, tables: kept(is) },
  ];
}

/** @param own the texts of what is asked about, by place */
function notIn(others: readonly string[], own: readonly string[]): (_: unknown, at: number) => boolean {
  const known = new Set(others);
  return (_, at) => !known.has(own[at]!);
}

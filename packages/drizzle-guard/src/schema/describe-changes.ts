import { isSameValue } from './same-state';
import { describeEntities } from './describe-entities';

type Json = Record<string, unknown>;

/** The maps of a snapshot (drizzle-kit 0.31; 1.0 has lists of entities, all dialects) and what one member of each is called. */
const TOP: Readonly<Record<string, string>> = {
  tables: 'table',
  enums: 'enum',
  views: 'view',
  schemas: 'schema',
  sequences: 'sequence',
  roles: 'role',
  policies: 'policy',
};
const IN_TABLE: Readonly<Record<string, string>> = {
  columns: 'column',
  indexes: 'index',
  foreignKeys: 'foreign key',
  compositePrimaryKeys: 'primary key',
  uniqueConstraints: 'unique constraint',
  checkConstraints: 'check',
  checkConstraint: 'check',
  policies: 'policy',
};

/** What differs between two states, a line each: "table orders: column note is new". Sorted as the states list it. */
export function describeChanges(previous: Json, current: Json): string[] {
  if (Array.isArray(previous['ddl']) && Array.isArray(current['ddl']))
    return describeEntities(previous['ddl'], current['ddl']);
  return Object.entries(TOP).flatMap(([map, noun]) =>
    compareMaps(previous[map], current[map], noun, (name, before, after) =>
      map === 'tables'
        ? describeTable(name, before, after)
        : [`${noun} ${name} is changed${valuesOf(before, after)}`],
    ),
  );
}

function describeTable(name: string, before: Json, after: Json): string[] {
  const changes = Object.entries(IN_TABLE).flatMap(([map, noun]) =>
    compareMaps(before[map], after[map], noun, (member, was, is) => [
      `${noun} ${member} is changed${attributesOf(was, is)}`,
    ]),
  );
  return (changes.length > 0 ? changes : ['its definition is changed']).map(
    (change) => `table ${name}: ${change}`,
  );
}

function compareMaps(
  before: unknown,
  after: unknown,
  noun: string,
  onChanged: (name: string, before: Json, after: Json) => string[],
): string[] {
  const was = (before ?? {}) as Record<string, Json>;
  const is = (after ?? {}) as Record<string, Json>;
  const gone = Object.keys(was).filter((key) => !Object.hasOwn(is, key));
  return [
    ...Object.keys(is).flatMap((key) => {
      if (!Object.hasOwn(was, key)) return [`${noun} ${labelOf(key, is[key]!)} is new`];
      if (isSameValue(was[key], is[key])) return [];
      return onChanged(labelOf(key, is[key]!), was[key]!, is[key]!);
    }),
    ...gone.map((key) => `${noun} ${labelOf(key, was[key]!)} is gone`),
  ];
}

/** Keys are qualified ("public.orders"); people say the name, with its schema only where it is not the usual one. */
function labelOf(key: string, value: Json): string {
  const schema = value?.['schema'];
  const name = value?.['name'];
  if (typeof name !== 'string') return key;
  return typeof schema === 'string' && schema !== '' && schema !== 'public' ? `${schema}.${name}` : name;
}

function attributesOf(was: Json, is: Json): string {
  if (typeof was !== 'object' || typeof is !== 'object') return '';
  const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  const changed = keys.filter((key) => !isSameValue(was[key], is[key]));
  return changed.length > 0 ? ` (${changed.join(', ')})` : '';
}

function valuesOf(before: Json, after: Json): string {
  if (!Array.isArray(before['values']) || !Array.isArray(after['values'])) return '';
  const [was, is] = [before['values'], after['values']] as [string[], string[]];
  const parts = [...is.filter((value) => !was.includes(value)).map((value) => `+${value}`)];
  parts.push(...was.filter((value) => !is.includes(value)).map((value) => `-${value}`));
  return ` (${parts.length > 0 ? parts.join(', ') : 'order of its values'})`;
}

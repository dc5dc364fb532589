import { compare, subjectOf, type ChangeOf, type Comparable } from './compare';
import { describeChanges } from './describe-changes';
import { entitiesOf } from './entities';
import type { Entity, Kind } from './entity';
import { isMap, type Json } from './json';
import { kindOf } from './read-list';
import { wordsOf } from './words';

/**
 * What another snapshot of the same migration says that is not what the landed one says, in words; nothing where both say the
 * same: whatever their ids, the order of what is in them and what some kits leave out. One that was only upgraded to a
 * newer format says the same.
 */
export function editsBetween(landed: Json, here: Json): string[] {
  const [form, formHere] = [formOf(landed), formOf(here)];
  if (form !== formHere) return [`it holds ${formHere}, and not ${form}`];
  if (form === 'changes') return editsOfDeltas(deltasOf(landed), deltasOf(here));
  return landed['version'] === here['version'] ? describeChanges(landed, here) : namedOtherwise(landed, here);
}

/** Of Postgres in the folders layout a snapshot holds what changed, and not what is there. */
function formOf(snapshot: Json): 'changes' | 'a list' | 'maps' {
  if (Array.isArray(snapshot['deltas'])) return 'changes';
  return Array.isArray(snapshot['ddl']) ? 'a list' : 'maps';
}

/** An upgrade of the format writes the same things in another way: what is there is compared, and not how it is. */
function namedOtherwise(landed: Json, here: Json): string[] {
  const named = (snapshot: Json): Entity[] =>
    entitiesOf(snapshot).map((entity) => ({
      ...entity,
      key: nameOf(entity.kind, entity.schema, entity.table, entity.name),
      of: entity.table === null ? null : nameOf('table', entity.schema, null, entity.table),
      definition: null,
    }));
  return compare(named(landed), named(here)).map(wordsOf);
}

function nameOf(kind: Kind, schema: string | null, ...names: readonly (string | null)[]): string {
  const plain = names.map((name) => name?.replaceAll(/["`]/g, '') ?? null);
  return JSON.stringify([kind, schema === 'public' ? null : schema, ...plain]);
}

/** One change of a state (drizzle-kit 1.0.0-rc.5, snapshots of Postgres): of something new the row, else its key. */
interface Delta extends Comparable {
  op: string;
  definition: Json;
}

const VERBS: Readonly<Record<string, string>> = {
  create: 'create',
  drop: 'drop',
  alter: 'alter',
  rename: 'rename',
};

function deltasOf({ deltas }: Json): Delta[] {
  const seen = new Map<string, number>();
  return (deltas as unknown[]).filter(isMap).map((definition) => {
    const op = String(definition['op']);
    const place = `${op} ${subjectKeyOf(definition)}`;
    const nth = seen.get(place) ?? 0;
    seen.set(place, nth + 1);
    return { key: `${place} ${nth}`, of: null, op, definition };
  });
}

/** What a change of a state is about: `columns`, and `["public","users","email"]`, as drizzle-kit writes it. */
export function subjectKeyOf({ key, row }: Json): string {
  if (typeof key === 'string') return key;
  if (!isMap(row)) return '';
  const names = [row['schema'], row['table'], row['name']].filter((name) => name !== undefined);
  return `${String(row['entityType'])}\u0000${JSON.stringify(names)}`;
}

function editsOfDeltas(landed: readonly Delta[], here: readonly Delta[]): string[] {
  return compare(landed, here).map((change: ChangeOf<Delta>) => {
    const { op, definition } = subjectOf(change);
    const verb = VERBS[op] ?? op;
    const label = labelOf(subjectKeyOf(definition));
    if (!change.after) return `it does not ${verb} ${label} any more`;
    return `it ${verb}s ${label}${change.before ? ' otherwise' : ''}`;
  });
}

function labelOf(subject: string): string {
  const [type = '', names = '[]'] = subject.split('\u0000');
  const [schema, ...rest] = (JSON.parse(names) as unknown[]).map(String);
  const shown = schema === 'public' || schema === undefined ? rest : [schema, ...rest];
  return `${kindOf(type)} ${shown.join('.')}`;
}

import type { Change } from './changes';
import { changedAttributes, subjectOf } from './compare';
import type { Entity } from './entity';

/** What an entity is called where its table comes first: "table crm.orders: column note", "enum mood". */
export function labelOf(entity: Entity): string {
  const { schema, table, name } = entity;
  const prefix = schema === null || schema === 'public' ? '' : `${schema}.`;
  const noun = nounOf(entity);
  return table === null ? `${noun} ${prefix}${name}` : `table ${prefix}${table}: ${noun} ${name}`;
}

/** What a change is about, in a sentence: "column note of orders"; of a table that stays, "isRLSEnabled orders". */
export function nameOf(change: Change): string {
  const entity = subjectOf(change);
  const { kind, table, name } = entity;
  if (kind === 'table' && change.before && change.after) return `${changedAttributes(change)[0]} ${name}`;
  const noun = kind === 'check' ? 'check constraint' : nounOf(entity);
  return `${noun} ${name}${table === null || table === name ? '' : ` of ${table}`}`;
}

function nounOf({ kind, path }: Entity): string {
  return kind === 'other' ? path.at(-2)! : kind;
}

/** "table orders: column note is new", "table orders: column total is changed (type, notNull)". */
export function wordsOf(change: Change): string {
  const { before, after } = change;
  if (!after) return `${labelOf(before!)} is gone`;
  return before ? `${labelOf(after)} is changed${detailOf(change)}` : `${labelOf(after)} is new`;
}

function detailOf(change: Change): string {
  const attributes = changedAttributes(change);
  return attributes.length > 0 ? ` (${attributes.join(', ')})` : '';
}

import { compare, type ChangeOf } from './compare';
import { entitiesOf } from './entities';
import type { Entity } from './entity';
import type { Json } from './json';

export type Change = ChangeOf<Entity>;

/** What differs between what two snapshots of one form say. */
export function changesBetween(before: Json, after: Json): Change[] {
  return compare(entitiesOf(before), entitiesOf(after));
}

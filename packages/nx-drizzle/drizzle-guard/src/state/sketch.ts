import { hashOf } from '../text/hash';
import { changesBetween, type Change } from './changes';
import { compare, subjectOf, type Comparable } from './compare';
import { entitiesOf } from './entities';
import type { Entity } from './entity';
import type { Json } from './json';
import { canonicalText } from './same';
import { labelOf } from './words';

/**
 * One thing that a state has, with a fingerprint in place of its definition: enough to say what differs between two
 * states, and small enough to be kept.
 */
export interface Sketch extends Comparable {
  /** "table orders: column note" */
  label: string;
  definition: string;
}

export function sketchOf(snapshot: Json): Sketch[] {
  return entitiesOf(snapshot).map((entity) => ({
    key: entity.key,
    of: entity.of,
    label: labelOf(entity),
    definition: fingerprint(entity.definition),
  }));
}

/**
 * What a state has as none of the earlier ones has it, a line each: "table orders: column note is new". Of what two
 * branches did, each has its own already.
 */
export function describeSince(now: readonly Sketch[], earlier: readonly (readonly Sketch[])[]): string[] {
  const definitions = earlier.map((state) => new Map(state.map(({ key, definition }) => [key, definition])));
  const changes = earlier
    .flatMap((state) => compare(state, now))
    .filter((change) =>
      definitions.every((known) => known.get(subjectOf(change).key) !== change.after?.definition),
    );
  const told = new Map<string, string>();
  for (const change of changes) {
    const { key, label } = subjectOf(change);
    const what = change.after ? (change.before ? 'changed' : 'new') : 'gone';
    if (!told.has(key)) told.set(key, `${label} is ${what}`);
  }
  return [...told.values()];
}

/**
 * What a state wants that another has not, by fingerprints: two changes of the same thing may read alike in words and
 * want another type.
 */
export function wantedOf(
  before: Json,
  after: Json,
  isTold: (change: Change) => boolean = () => true,
): string[] {
  const all = entitiesOf(after);
  const whole = (entity: Entity) => all.filter(({ key, of }) => key === entity.key || of === entity.key);
  const changes = changesBetween(before, after).filter(isTold);
  return changes.map((change) => {
    if (!change.after) return fingerprint([subjectOf(change).key]);
    const told = change.before ? [change.after] : whole(change.after);
    return fingerprint(told.map(({ key, definition }) => [key, definition]));
  });
}

/** Of 48 bits: there are thousands of them in a state, not millions. */
function fingerprint(value: unknown): string {
  return hashOf(canonicalText(value)).slice(0, 12);
}

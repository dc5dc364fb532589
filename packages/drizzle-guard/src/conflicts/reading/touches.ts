import type { Effect, Make } from './effect';
import { fallingWith, type Standing } from './standing';
import { holdersOf, keyOf, type Thing } from './thing';

/** That a statement changes a thing in some way, adds to it, or relies on it. */
export interface Touch {
  thing: Thing;
  /** `there` for that it is there, under its name. */
  aspect: string;
  /** `fall` where it goes with what it cannot be without. */
  how: 'make' | 'drop' | 'fall' | 'rename' | 'set' | 'add' | 'use';
  /** Equal for two that do the same. */
  value: string;
  /** Whether it does no harm where it is so already. */
  forgiving: boolean;
  /** Whether it is refused while something rests on what it drops. */
  isRefused?: boolean | undefined;
}

export const THERE = 'there';

/** What is named is looked for later, and has to be found under that name then. */
export const NAME = 'name';

/** What an effect touches, with what falls with what it drops. @param known what is there before its statement */
export function touchesOf(effect: Effect, known: Standing): Touch[] {
  switch (effect.does) {
    case 'make':
      return made(effect);
    case 'drop':
      return [
        {
          thing: effect.thing,
          aspect: THERE,
          how: 'drop',
          value: 'drop',
          forgiving: effect.forgiving,
          isRefused: effect.isRefused,
        },
        ...wantsHolders(effect.thing),
        ...(effect.thing.kind === 'column' ? [touch(effect.thing, NAME, 'set')] : []),
        ...fallingWith(known, effect.thing).slice(1).flatMap(fallen),
      ];
    case 'rename':
      return [
        { thing: effect.thing, aspect: THERE, how: 'rename', value: keyOf(effect.to), forgiving: false },
        { thing: effect.to, aspect: THERE, how: 'make', value: keyOf(effect.thing), forgiving: false },
        touch(effect.thing, NAME, 'set'),
        ...wantsHolders(effect.thing),
      ];
    case 'set':
      return [touch(effect.thing, effect.aspect, 'set', effect.value), ...wants(effect.thing)];
    case 'add':
      return [touch(effect.thing, effect.aspect, 'add'), ...wants(effect.thing)];
    case 'use':
      if (effect.aspect === NAME) return [touch(effect.thing, NAME, 'use')];
      return [
        ...(effect.aspect === undefined ? [] : [touch(effect.thing, effect.aspect, 'use')]),
        ...wants(effect.thing),
      ];
    case 'rows':
      return wants(effect.table);
  }
}

function touch(thing: Thing, aspect: string, how: Touch['how'], value = ''): Touch {
  return { thing, aspect, how, value, forgiving: false };
}

function made({ thing, forgiving, value }: Make): Touch[] {
  const isOfSchema = thing.kind === 'relation';
  return [
    { thing, aspect: THERE, how: 'make', value, forgiving },
    ...(isOfSchema ? [touch({ kind: 'schema', path: thing.path.slice(0, 1) }, 'members', 'add')] : []),
    ...(PARTS.has(thing.kind)
      ? [touch({ kind: 'relation', path: thing.path.slice(0, 2) }, 'parts', 'add')]
      : []),
    ...wantsHolders(thing),
  ];
}

const PARTS: ReadonlySet<Thing['kind']> = new Set(['constraint', 'trigger', 'policy', 'rule']);

function wants(thing: Thing): Touch[] {
  return [thing, ...holdersOf(thing)].map((one) => touch(one, THERE, 'use'));
}

function wantsHolders(thing: Thing): Touch[] {
  return holdersOf(thing).map((one) => touch(one, THERE, 'use'));
}

/** A column that falls with something else is one less in its table. */
function fallen(thing: Thing): Touch[] {
  const own = touch(thing, THERE, 'fall', 'drop');
  if (thing.kind !== 'column') return [own];
  return [own, touch({ kind: 'relation', path: thing.path.slice(0, 2) }, 'columns', 'add')];
}

/** How two touches of one thing in one aspect get along. */
export type Apart =
  | 'names' // both make it
  | 'twice' // both take it away
  | 'removed' // the first takes away what the other wants
  | 'needed' // the same, the other way round
  | 'order'; // what it is at last hangs on which comes last

/** Why two touches of one thing in one aspect do not go together; null where they do. */
export function apartIn(one: Touch, other: Touch): Apart | null {
  if (isSoft(one) && isSoft(other)) return one.how === other.how ? null : 'order';
  if (one.aspect !== THERE) return one.how === other.how && one.value === other.value ? null : 'order';
  if (removes(one) && removes(other)) return bothRemove(one, other);
  if (removes(one)) return one.forgiving && other.how === 'make' ? 'order' : 'removed';
  if (removes(other)) return other.forgiving && one.how === 'make' ? 'order' : 'needed';
  if (one.how !== 'make' || other.how !== 'make') return null;
  return one.value === other.value && one.forgiving && other.forgiving ? null : 'names';
}

function isSoft({ how }: Touch): boolean {
  return how === 'use' || how === 'add';
}

function removes({ how }: Touch): boolean {
  return how === 'drop' || how === 'fall' || how === 'rename';
}

/** What falls with another thing on both sides is missed by neither. */
function bothRemove(one: Touch, other: Touch): Apart | null {
  if (one.how === 'fall') return other.how === 'fall' || other.forgiving ? null : 'removed';
  if (other.how === 'fall') return one.forgiving ? null : 'needed';
  const isDrop = one.how === 'drop' && other.how === 'drop';
  return isDrop && one.forgiving && other.forgiving ? null : 'twice';
}

import type { Said, Told } from './read-side';
import type { Standing } from './standing';
import { THERE } from './touches';
import { keyOf } from './thing';

/** The statements that are on both sides, each once for each time that both have it. */
export function sharedBy(mine: readonly Said[], theirs: readonly Said[]): Said[] {
  const own = new Set(without(mine, theirs));
  return mine.filter((one) => !own.has(one));
}

/** A side without what others say, each as often as they say it. */
export function without(side: readonly Said[], others: readonly Said[]): Said[] {
  const left = others.map(({ meaning }) => meaning);
  return side.filter(({ meaning }) => {
    const at = left.indexOf(meaning);
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}

/**
 * The statements that cannot be run a second time.
 * @param after what is there after all of them
 */
export function onceOnly(same: readonly Told[], after: Standing): Told[] {
  const removed = new Set<string>();
  return same.filter(({ touches, rows }) => {
    const isOnce = touches.some(({ thing, aspect, how, forgiving }) => {
      if (aspect !== THERE || forgiving) return false;
      const key = keyOf(thing);
      if (how === 'drop' || how === 'rename') return !after.things.has(key);
      return how === 'make' && after.things.has(key) && !removed.has(key);
    });
    for (const { thing, how } of touches)
      if (how === 'drop' || how === 'fall' || how === 'rename') removed.add(keyOf(thing));
    return isOnce || rows.some(({ how, forgiving }) => how === 'insert' && !forgiving);
  });
}

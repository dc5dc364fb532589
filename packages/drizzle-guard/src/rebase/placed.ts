import type { Migration } from '../history/history';
import type { Passage } from '../sql/passages';
import type { Json } from '../state/json';
import { idOf } from './new-id';
import type { NewName } from './new-names';

/** A migration as it is to stand behind theirs. */
export interface Placed extends NewName {
  migration: Migration;
  /** The state that it leads to there. */
  state: Json;
  /** What its own snapshot says. */
  own: Json;
  /** Statements that are left out of its SQL: theirs has them. */
  dropped: readonly Passage[];
}

/**
 * The snapshots of migrations that follow each other, each with its ids: that of what it continues, and one of its own, which
 * two people work out alike. One that continues what it continued before keeps its id.
 *
 * @param parents what the first of them continues
 * @returns in their order, with an id each
 */
export function withIds(placed: readonly Placed[], parents: readonly string[]): Json[] {
  let before = parents;
  return placed.map(({ state, own, migration }) => {
    const old = migration.snapshot!;
    const isSame = before.join() === old.parents.join();
    const id = isSame ? old.id : idOf(old.id, before);
    const links = Array.isArray(own['prevIds']) ? { prevIds: [...before] } : { prevId: before[0]! };
    const notes = Object.fromEntries(
      ['_meta', 'renames', 'footprints'].flatMap((key) => (own[key] === undefined ? [] : [[key, own[key]]])),
    );
    before = [id];
    return { ...state, ...notes, id, ...links };
  });
}

/** As drizzle-kit writes it (0.31.11 and 1.0.0-rc.5): no line break at the end. */
export function snapshotText(snapshot: Json): string {
  return JSON.stringify(snapshot, null, 2);
}

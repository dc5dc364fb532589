import type { History, Layout } from '../history/history';
import { wholeSeconds } from '../history/late';
import { numberOf, prefixOf, stampOf, titleOf } from '../text/tag';

/** What a migration is called once it has moved. */
export interface NewName {
  tag: string;
  /** Milliseconds since 1970. */
  timestamp: number;
}

/** Also what `drizzle-kit up` needs between two migrations: it names folders to the second. */
const APART = 1000;

/**
 * The names and times of migrations that are put after all of theirs, in their order. Each time is another than the one before
 * the move, and than any that moves had, so that a database that has applied some under their old names can tell them: the
 * greater of its own and its predecessor's, and a second more. What lies in the future is not pushed further there: its predecessor's and a second more.
 *
 * @param theirs what stays
 * @param moving of another history; with their old names
 * @param now milliseconds since 1970: only what is later than that is in the future
 * @param landedUntil the greatest time of what has landed and theirs may lack: what stood before it would come late there
 */
export function newNames(
  theirs: History,
  moving: readonly { tag: string; timestamp: number }[],
  now: number,
  landedUntil = 0,
): NewName[] {
  const prefixAfter = prefixesOf(theirs);
  const isTaken = takenIn(theirs);
  const old = new Set(moving.map(({ timestamp }) => timeIn(theirs.layout, timestamp)));
  const timeAfter = (after: number) => {
    let time = timeIn(theirs.layout, after) + APART;
    while (old.has(time)) time += APART;
    return time;
  };
  let last = Math.max(landedUntil, ...theirs.migrations.map(({ timestamp }) => timestamp));
  return moving.map(({ tag, timestamp: own }) => {
    const title = titleOf(tag);
    const named = (): NewName => ({ tag: `${prefixAfter(last)}_${title}`, timestamp: last });
    last = timeAfter(own > now ? last : Math.max(last, own));
    let name = named();
    while (isTaken(name.tag)) {
      if (theirs.layout === 'folders') last = timeAfter(last);
      name = named();
    }
    return name;
  });
}

/** Files that belong to no migration are in the way of none: nothing of theirs is overwritten. */
function takenIn({ dir, files }: History): (tag: string) => boolean {
  const names = new Set(files.map((file) => (dir === '' ? file : file.slice(dir.length + 1)).split('/')[0]!));
  return (tag) => ['', '.sql', '.down.sql'].some((end) => names.has(`${tag}${end}`));
}

/** A folder's name tells the second. */
function timeIn(layout: Layout, timestamp: number): number {
  return layout === 'folders' ? wholeSeconds(timestamp) : timestamp;
}

/** The next prefixes, each greater than all before it, in the manner of theirs: numbers, or times (drizzle-kit's `--prefix`). */
function prefixesOf({ layout, migrations, snapshots }: History): (timestamp: number) => string {
  if (layout === 'folders') return stampOf;
  const prefixes = [...migrations.map(({ tag }) => prefixOf(tag)), ...snapshots.map(({ prefix }) => prefix)];
  const numbers = prefixes.flatMap((prefix) => numberOf(prefix) ?? []);
  let last = Math.max(-1, ...numbers);
  const width = prefixes.findLast((prefix) => numberOf(prefix) !== null)?.length ?? 4;
  const wishOf = (timestamp: number) =>
    width === 14 ? Number(stampOf(timestamp)) : width === 10 ? Math.floor(timestamp / 1000) : last + 1;
  return (timestamp) => {
    last = Math.max(last + 1, wishOf(timestamp));
    return `${last}`.padStart(width, '0');
  };
}

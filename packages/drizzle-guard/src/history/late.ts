import { byFolderName } from '../text/tag';
import { nameIn, type History, type Layout, type Migration } from './history';

/** What decides about the place of a migration among those that databases have applied. */
export interface Placed {
  /** Milliseconds since 1970. */
  timestamp: number;
  /** Its folder's name; null of a row that drizzle-orm 0.x wrote and no folder explains. */
  name: string | null;
}

/**
 * Whether a migration that is not applied comes late where these are: the one decision, for what has landed and for what a
 * ledger holds. drizzle-orm 0.x skips what is not newer than the newest one (`created_at < folderMillis`, equal times
 * among them), and looks at no name. 1.0 applies whatever it has no row of, in order of names, and looks at no time
 * (`name.localeCompare`): what sorts before an applied one is applied out of order.
 */
export function isLate(migration: Placed, applied: readonly Placed[], layout: Layout): boolean {
  return applied.some((one) =>
    layout === 'journal' ? migration.timestamp <= one.timestamp : sortsBefore(migration, one),
  );
}

/** A row without a name has a time that is more exact than a folder's; those of one second are in no order. */
function sortsBefore(one: Placed, other: Placed): boolean {
  if (one.name !== null && other.name !== null) return byFolderName(one.name, other.name) < 0;
  return one.timestamp < wholeSeconds(other.timestamp);
}

/** The migrations of a history that come late where another has landed. Both may be of either layout. */
export function lateBeside(
  unlanded: readonly Migration[],
  { layout }: History,
  landed: History,
): Migration[] {
  const applied = landed.migrations.map((migration) => placeOf(migration, landed, layout));
  return unlanded.filter(({ timestamp, tag }) => isLate({ timestamp, name: tag }, applied, layout));
}

/** The landed migration beside which others come late in a layout; of equal ones the first. Undefined where there are none. */
export function newestOf(landed: History, layout: Layout): Migration | undefined {
  const isNewer = (one: Migration, other: Migration) =>
    layout === 'journal'
      ? one.timestamp > other.timestamp
      : sortsBefore(placeOf(other, landed, layout), placeOf(one, landed, layout));
  return [...landed.migrations].reduce<Migration | undefined>(
    (newest, migration) => (newest && !isNewer(migration, newest) ? newest : migration),
    undefined,
  );
}

/** As the history will have it once it has the layout of the other. */
function placeOf(migration: Migration, history: History, layout: Layout): Placed {
  return { timestamp: migration.timestamp, name: nameIn(layout, migration, history) };
}

/** As `drizzle-kit up` names folders and drizzle-orm 1.0 compares (`upgradeIfNeeded`). */
export function wholeSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000) * 1000;
}

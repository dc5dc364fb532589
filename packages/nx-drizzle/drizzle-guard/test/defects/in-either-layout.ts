import type { Defect } from './defect';
import { cutInHalf, withMarkers, type Folder } from './edit-folders';

/**
 * Snapshots whose text is none.
 * @param follows what else is found where it is one in the middle that cannot be read
 */
export function unreadableSnapshots(follows: Readonly<Record<string, string>>): Defect<Folder>[] {
  const code = 'malformed-snapshot';
  return [
    {
      code,
      what: 'conflict markers in the newest',
      inject: ({ text, snapshotFile }) => text(snapshotFile(-1), withMarkers),
    },
    {
      code,
      what: 'conflict markers in an older one',
      inject: ({ text, snapshotFile }) => text(snapshotFile(1), withMarkers),
      also: follows,
    },
    { code, what: 'cut', inject: ({ text, snapshotFile }) => text(snapshotFile(-1), cutInHalf) },
    {
      code,
      what: 'a byte order mark',
      inject: ({ text, snapshotFile }) => text(snapshotFile(-1), (old) => `\ufeff${old}`),
    },
  ];
}

/** SQL files that are gone, of the migrations at these places. */
export function missingSql(...places: number[]): Defect<Folder>[] {
  return places.map((place) => ({
    code: 'missing-sql',
    what: `of migration ${place}`,
    inject: ({ remove, sqlFile }) => remove(sqlFile(place)),
  }));
}

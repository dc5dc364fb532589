import { ORIGIN_ID, onlyIn, type History, type Migration } from '../history/history';

/** A migrations folder in one state. */
export interface Standing {
  history: History;
  /** Git's id of a file's bytes. */
  idOf: (path: string) => string | null;
}

/** The snapshots that a migration's own continues; null where one of them is not there, or not told apart. */
export function snapshotsBefore(
  { snapshots }: History,
  { snapshot }: Migration,
): History['snapshots'] | null {
  const parents = (snapshot?.parents ?? []).filter((id) => id !== '' && id !== ORIGIN_ID);
  const before = snapshots.filter(({ id }) => parents.includes(id));
  return before.length === parents.length ? before : null;
}

/**
 * The migrations that none of the other states has as they are: what is new, and that of which the SQL, the snapshot or
 * the one that it continues was altered. Without other states it is the newest. Pure.
 */
export function unprovedIn(now: Standing, others: readonly Standing[]): Migration[] {
  const { migrations } = now.history;
  if (others.length === 0) return migrations.slice(-1);
  return migrations.filter((migration) => {
    const before = snapshotsBefore(now.history, migration) ?? [];
    const snapshots = [migration.snapshotFile, ...before.map(({ file }) => file)];
    return !others.some((other) => isKnownIn(other, now, migration, snapshots));
  });
}

/** @param snapshots the files of its own, and of what it continues */
function isKnownIn(
  other: Standing,
  now: Standing,
  migration: Migration,
  snapshots: readonly string[],
): boolean {
  const isSame = (file: string) => {
    const id = now.idOf(file);
    return id !== null && id === other.idOf(file);
  };
  if (!isSame(migration.sqlFile)) return isMoved(other, now, migration);
  return snapshots.every((file) => isSame(file) || isUpgraded(other, now, file));
}

/** `drizzle-kit up` writes snapshots in a new form, and moves migrations into folders of their own. */
function isUpgraded(other: Standing, now: Standing, file: string): boolean {
  const versions = [other, now].map(
    ({ history }) => history.snapshots.find((snapshot) => snapshot.file === file)?.version,
  );
  return versions.every((version) => version !== undefined) && versions[0] !== versions[1];
}

function isMoved(other: Standing, now: Standing, { tag, sqlFile }: Migration): boolean {
  if (other.history.layout === now.history.layout) return false;
  const isNew = onlyIn(now.history, other.history).some((one) => one.tag === tag);
  const id = now.idOf(sqlFile);
  return !isNew && other.history.migrations.some((one) => id !== null && other.idOf(one.sqlFile) === id);
}

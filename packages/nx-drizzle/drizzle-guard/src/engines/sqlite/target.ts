import type { Target } from '../connection';
import { sqliteFileTarget } from './file-target';
import { locateSqlite } from './locate';
import { remoteTarget } from './remote-target';

/**
 * The SQLite or Turso database that a drizzle config names.
 * @param root the workspace's root, absolute
 * @param folder where drizzle-kit is run, absolute: the driver is looked for and paths count from there
 * @throws GuardError `no-credentials`, `unsupported-database`, `cannot-connect` for a URL that cannot be one
 */
export function sqliteTarget(
  root: string,
  folder: string,
  dialect: string,
  credentials: Readonly<Record<string, unknown>> | null,
): Target {
  const place = locateSqlite(folder, dialect, credentials);
  return place.kind === 'file'
    ? sqliteFileTarget(root, folder, place.file, dialect)
    : remoteTarget(folder, place);
}

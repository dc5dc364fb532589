import { snapshotId } from './journal-history';

/** One migration of a made-up history in the folders layout; everything but its folder's name has a sound default. */
export interface FolderSpec {
  tag: string;
  /** Its snapshot's id and its parents', as labels; null for no snapshot. */
  id?: string;
  parents?: readonly string[];
  snapshot?: null;
  /** Its SQL; null for no file. */
  sql?: string | null;
}

const ORIGIN = '00000000-0000-0000-0000-000000000000';

/**
 * The files of a folders-layout folder of Postgres: sound, unless a spec says otherwise.
 * @param migrations folder names, or specs for what is not as usual
 * @param dir the folder that the paths begin with
 * @returns path → text, as drizzle-kit 1.0.0-rc.5 would have written them
 */
export function foldersHistory(
  migrations: readonly (string | FolderSpec)[],
  dir = 'drizzle',
): Record<string, string> {
  const files: Record<string, string> = {};
  let previous = ORIGIN;
  migrations.forEach((given, position) => {
    const spec: FolderSpec = typeof given === 'string' ? { tag: given } : given;
    const id = snapshotId(spec.id ?? spec.tag);
    const prevIds = spec.parents?.map(snapshotId) ?? [previous];
    if (spec.sql !== null)
      files[`${dir}/${spec.tag}/migration.sql`] = spec.sql ?? `CREATE TABLE "t${position}" ("id" integer);\n`;
    if (spec.snapshot !== null)
      files[`${dir}/${spec.tag}/snapshot.json`] = snapshotText(id, prevIds, prevIds[0] === ORIGIN);
    previous = id;
  });
  return files;
}

function snapshotText(id: string, prevIds: readonly string[], isBase: boolean): string {
  const head = { type: isBase ? 'base' : 'diff', version: '9', dialect: 'postgres', id, prevIds };
  return JSON.stringify({ ...head, footprints: [], ...(isBase ? { ddl: [] } : { deltas: [] }) }, null, 2);
}

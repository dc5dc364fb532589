import { createHash } from 'node:crypto';

/** One migration of a made-up history; everything but its tag has a sound default. */
export interface MigrationSpec {
  tag: string;
  index?: number;
  /** Milliseconds; by default a minute after the one before. */
  when?: number;
  /** Its snapshot's id and its parent's, as labels; null for no snapshot. */
  id?: string;
  parent?: string;
  snapshot?: null;
  /** Its SQL; null for no file. */
  sql?: string | null;
}

const START = Date.UTC(2026, 0, 1);
const ORIGIN = '00000000-0000-0000-0000-000000000000';

/** The id of the snapshot with a label: stable, and in the form of a UUID. */
export function snapshotId(label: string): string {
  const hex = createHash('sha256').update(label).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

/**
 * The files of a journal-layout folder: sound, unless a spec says otherwise.
 * @param migrations tags, or specs for what is not as usual
 * @param dir the folder that the paths begin with
 * @returns path → text, as drizzle-kit 0.31 would have written them
 */
export function journalHistory(
  migrations: readonly (string | MigrationSpec)[],
  dir = 'drizzle',
): Record<string, string> {
  const files: Record<string, string> = {};
  const entries: object[] = [];
  let previous = { id: ORIGIN, when: START };
  migrations.forEach((given, position) => {
    const spec: MigrationSpec = typeof given === 'string' ? { tag: given } : given;
    const prefix = spec.tag.split('_')[0]!;
    const when = spec.when ?? previous.when + 60_000;
    const id = snapshotId(spec.id ?? spec.tag);
    entries.push({ idx: spec.index ?? position, version: '7', when, tag: spec.tag, breakpoints: true });
    if (spec.sql !== null)
      files[`${dir}/${spec.tag}.sql`] = spec.sql ?? `CREATE TABLE "t${position}" ("id" integer);\n`;
    if (spec.snapshot !== null)
      files[`${dir}/meta/${prefix}_snapshot.json`] = snapshotText(
        id,
        spec.parent === undefined ? previous.id : snapshotId(spec.parent),
      );
    previous = { id, when };
  });
  files[`${dir}/meta/_journal.json`] = JSON.stringify(
    { version: '7', dialect: 'postgresql', entries },
    null,
    2,
  );
  return files;
}

function snapshotText(id: string, prevId: string): string {
  return JSON.stringify({ id, prevId, version: '7', dialect: 'postgresql', tables: {}, enums: {} }, null, 2);
}

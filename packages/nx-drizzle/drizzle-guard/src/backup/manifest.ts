import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { GuardError } from '../errors/guard-error';

const Tool = v.strictObject({ name: v.string(), version: v.string() });

const Manifest = v.strictObject({
  version: v.literal(1),
  database: v.string(),
  environment: v.string(),
  dialect: v.string(),
  layout: v.nullable(v.string()),
  kind: v.picklist(['postgres', 'mysql', 'sqlite', 'pglite', 'command']),
  target: v.string(),
  migration: v.nullable(
    v.strictObject({ name: v.nullable(v.string()), hash: v.string(), createdAt: v.nullable(v.number()) }),
  ),
  ledgerRows: v.number(),
  tool: Tool,
  serverVersion: v.nullable(v.string()),
  file: v.nullable(v.string()),
  bytes: v.nullable(v.number()),
  sha256: v.nullable(v.string()),
  reference: v.nullable(v.string()),
  takenAt: v.string(),
});

/** The tool that made a backup: "pg_dump" 15.20. */
export type Tool = v.InferOutput<typeof Tool>;

/**
 * What lies beside a backup and says what it is. Without secrets.
 *
 * - kind: what the backup is made of; `command`: something that a command of the user's has made, of which there is no file
 * - target: the database, as the connection is shown to people
 * - migration: the newest that the ledger has: `name` is its tag where a migration here has its hash
 * - ledgerRows: how many migrations the ledger has
 * - serverVersion: of the database; null where nobody asked
 * - reference: the last line that the user's command printed
 * - takenAt: ISO 8601
 */
export type Manifest = v.InferOutput<typeof Manifest>;

/** The text of a manifest's file, sealed: what is changed in it later is seen. */
export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify({ ...manifest, seal: sealOf(manifest) }, null, 2)}\n`;
}

/**
 * Reads a manifest's file.
 * @returns null where it is none, or was changed since it was written
 */
export function readManifest(text: string): Manifest | null {
  try {
    const { seal, ...rest } = JSON.parse(text) as Record<string, unknown>;
    const read = v.safeParse(Manifest, rest);
    return read.success && sealOf(read.output) === seal ? read.output : null;
  } catch {
    return null;
  }
}

/** No signature: it tells a mistake, not a forgery. */
function sealOf(manifest: Manifest): string {
  const sorted = JSON.stringify(Object.entries(manifest).sort(([a], [b]) => (a < b ? -1 : 1)));
  return createHash('sha256').update(sorted).digest('hex');
}

/** What a backup is to be put into. */
export interface Destination {
  database: string;
  dialect: string;
  layout: string | null;
  kind: keyof typeof WORDS;
}

/**
 * Refuses a backup of something else.
 * @throws GuardError `other-backup`
 */
export function refuseOther(manifest: Manifest, destination: Destination): void {
  const { database, dialect, layout, kind, file } = manifest;
  if (kind === 'command' || file === null)
    throw other(
      `this backup was made by a command of your own (${manifest.tool.name})${manifest.reference === null ? '' : `, which said "${manifest.reference}"`}: there is no file that could be restored`,
      'restore it by the means of that command, then run `drizzle-guard status`',
    );
  if (database !== destination.database)
    throw other(
      `this is a backup of ${database}, and ${destination.database} was to be restored`,
      `name a backup of ${destination.database}`,
    );
  if (dialect !== destination.dialect || kind !== destination.kind)
    throw other(
      `this is a backup of ${WORDS[kind]} (dialect ${dialect}), and ${database} is ${WORDS[destination.kind]} (dialect ${destination.dialect}) here`,
      'name a backup of this kind of database, or the environment that it was taken of',
    );
  if (layout !== null && destination.layout !== null && layout !== destination.layout)
    throw other(
      `this backup was taken when the migrations of ${database} were in the ${layout} layout, and they are in the ${destination.layout} layout now: its ledger is another one`,
      'check out the commit of that time and restore it there',
    );
}

const WORDS = {
  postgres: 'a Postgres server',
  mysql: 'a MySQL or MariaDB server',
  sqlite: 'a file of SQLite',
  pglite: 'a PGlite directory',
  libsql: 'a server of libsql',
} as const;

function other(message: string, help: string): GuardError {
  return new GuardError('other-backup', `${message}; nothing was changed`, help);
}

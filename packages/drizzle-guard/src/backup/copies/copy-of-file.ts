import { createReadStream, createWriteStream, statSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { GuardError } from '../../errors/guard-error';
import { wordsOf } from '../../errors/words-of';
import { offlineEnvironment } from '../../process/variables';
import { runProgram } from '../../process/run-program';
import { findPrograms } from '../find-programs';
import type { Manifest } from '../manifest';
import { unreadable, type Copy } from './copy';
import { isPacked, kindOfDump, type DumpKind } from './kind-of-dump';

/** A file that was named to begin with. */
export interface Given {
  /** Absolute. */
  file: string;
  /** As it was typed. */
  shown: string;
  /** Of a backup that is sound; null for a dump. */
  manifest: Manifest | null;
}

/** For pg_restore, in milliseconds. */
const LIMIT = 60 * 60 * 1000;

const OWN: Readonly<Record<string, DumpKind['kind']>> = { postgresql: 'postgres', mysql: 'mysql' };

const WORDS = { postgres: 'Postgres', mysql: 'MySQL', sqlite: 'SQLite', pglite: 'PGlite' } as const;

/**
 * Brings a backup or a dump into the form that a shadow takes.
 * @param folder a temporary one, for what has to be unpacked
 * @throws GuardError `missing-backup`, `unreadable-dump`, `tool-missing`
 */
export async function copyOfFile(given: Given, dialect: string, folder: string): Promise<Copy> {
  const { shown, manifest } = given;
  if (!statSync(given.file, { throwIfNoEntry: false })?.isFile())
    throw new GuardError(
      'missing-backup',
      `there is no file ${shown}; nothing was rehearsed`,
      'name a backup or a dump, from the folder in which you are',
    );
  if (manifest?.kind === 'pglite') return { content: { kind: 'archive', file: given.file }, extensions: [] };
  const file = isPacked(given.file) ? await unpackedIn(folder, given) : given.file;
  const own = OWN[dialect] ?? 'sqlite';
  const kind = kindOfDump(file, own);
  if (typeof kind === 'string')
    throw unreadable(
      shown,
      kind,
      'name a backup of `drizzle-guard backup`, or what pg_dump, mysqldump or mariadb-dump writes, or a database file of SQLite',
    );
  if (kind.kind !== own)
    throw unreadable(
      shown,
      `is of ${WORDS[kind.kind]}, and the database here is ${WORDS[own]}`,
      'name a dump of this database, or the database that it is of with --database <name>',
    );
  if (kind.form === 'database') return { content: { kind: 'file', file }, extensions: [] };
  const text = kind.form === 'archive' ? await restoredIn(folder, { ...given, file }) : file;
  const extensions = own === 'postgres' ? await extensionsIn(text) : [];
  return { content: { kind: 'dump', file: text }, extensions };
}

async function unpackedIn(folder: string, { file, shown }: Given): Promise<string> {
  const to = path.join(folder, 'unpacked');
  try {
    await pipeline(createReadStream(file), createGunzip(), createWriteStream(to, { mode: 0o600 }));
    return to;
  } catch (thrown) {
    throw unreadable(shown, `cannot be unpacked: ${wordsOf(thrown)}`, 'name a whole file', thrown);
  }
}

const LEFT_OUT = ['owner', 'privileges', 'publications', 'subscriptions', 'security-labels', 'tablespaces'];

/** The newest pg_restore reads what all older ones have written. */
async function restoredIn(folder: string, { file, shown }: Given): Promise<string> {
  const found = await findPrograms(['pg_restore'], true);
  const program = found.reduce((best, one) => (best && best.major >= one.major ? best : one), found[0]);
  if (!program)
    throw new GuardError(
      'tool-missing',
      `${shown} is an archive of pg_dump, which takes pg_restore to be read, and none is found here; nothing was rehearsed`,
      'install it (`apt-get install postgresql-client`, `brew install libpq`), or name a plain dump (pg_dump without -Fc)',
    );
  const to = path.join(folder, 'restored.sql');
  try {
    await runProgram(program.file, [...LEFT_OUT.map((what) => `--no-${what}`), '-f', '-', file], {
      ...{ env: offlineEnvironment(process.env), timeout: LIMIT },
      output: createWriteStream(to, { mode: 0o600 }),
    });
    return to;
  } catch (thrown) {
    throw unreadable(
      shown,
      `cannot be read by pg_restore ${program.version}: ${wordsOf(thrown)}`,
      'name a whole dump; where a newer pg_dump has written it, install the pg_restore of its version',
      thrown,
    );
  }
}

/** The statements of a dump that create extensions; each is one line of pg_dump's. */
export async function extensionsIn(file: string): Promise<string[]> {
  const found: string[] = [];
  for await (const line of createInterface({ input: createReadStream(file) }))
    if (/^CREATE EXTENSION /i.test(line)) found.push(line);
  return found;
}

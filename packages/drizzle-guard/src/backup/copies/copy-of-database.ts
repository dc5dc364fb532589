import { createWriteStream, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Connection, Limits, Target, Whereabouts } from '../../engines/connection';
import { GuardError } from '../../errors/guard-error';
import { wordsOf } from '../../errors/words-of';
import { runProgram } from '../../process/run-program';
import type { WayOptions } from '../failures';
import { withCall } from '../mysql/arguments';
import { dumpProgram as mysqlProgram, serverOf as mysqlServerOf } from '../mysql/way';
import { dumpProgram as postgresProgram } from '../postgres/programs';
import { withVariables } from '../postgres/variables';
import { serverOf as postgresServerOf } from '../postgres/way';
import type { Copy } from './copy';
import { extensionsIn } from './copy-of-file';
import { schemaOfSqlite } from './schema-of-sqlite';

/** A database that is copied, and how. */
export interface Original {
  target: Target;
  /** Open. */
  connection: Connection;
  /** Whether its rows come too. */
  withRows: boolean;
  limits: Limits;
  options: WayOptions;
}

/**
 * Copies the database of an environment into a temporary folder: what is in it, and its rows only where they are wanted.
 * Of PGlite, which has no dump, all of its data directory: whoever begins with it takes the rows out. It is only read.
 *
 * @param folder absolute
 * @throws GuardError `failed-copy`, `tool-missing`
 */
export async function copyOfDatabase(original: Original, folder: string): Promise<Copy> {
  const { target } = original;
  try {
    return await copied(target.whereabouts, original, folder);
  } catch (thrown) {
    if (thrown instanceof GuardError) throw thrown;
    throw new GuardError(
      'failed-copy',
      `${target.description} could not be copied: ${wordsOf(thrown)}; what was begun is gone`,
      'see why, then run the command again; `drizzle-guard explain failed-copy` says what it takes',
      { cause: thrown },
    );
  }
}

async function copied(place: Whereabouts, original: Original, folder: string): Promise<Copy> {
  const { connection, withRows } = original;
  const file = path.join(folder, 'copy');
  if (place.kind === 'postgres') {
    await dumpOfPostgres(place.place, original, file);
    return { content: { kind: 'dump', file }, extensions: await extensionsIn(file) };
  }
  if (place.kind === 'mysql') await dumpOfMysql(place.place, original, file);
  else if (place.kind === 'pglite') {
    writeFileSync(file, await connection.archive!(), { mode: 0o600 });
    return { content: { kind: 'archive', file }, extensions: [] };
  } else if (withRows) {
    if (place.kind === 'libsql') throw new Error('a server of libsql hands out no copy of its rows');
    writeFileSync(file, '', { mode: 0o600 });
    await connection.query(`VACUUM INTO '${file.replaceAll("'", "''")}'`);
    return { content: { kind: 'file', file }, extensions: [] };
  } else writeFileSync(file, await schemaOfSqlite(connection), { mode: 0o600 });
  return { content: { kind: 'dump', file }, extensions: [] };
}

const NOT_OF_POSTGRES = ['owner', 'privileges', 'publications', 'subscriptions', 'security-labels'];

async function dumpOfPostgres(
  place: Parameters<typeof withVariables>[0],
  { connection, withRows, limits, options }: Original,
  file: string,
): Promise<void> {
  const { major } = await postgresServerOf(connection);
  const program = await postgresProgram(options, major);
  const { lockTimeout } = limits;
  const args = [
    '-w',
    ...NOT_OF_POSTGRES.map((what) => `--no-${what}`),
    ...(withRows ? [] : ['--schema-only']),
    // Whoever waits for a table keeps those away who come after.
    ...(lockTimeout === null ? [] : [`--lock-wait-timeout=${lockTimeout}`]),
  ];
  await withVariables(place, options.variables, (env) =>
    runProgram(program.file, args, { env, timeout: options.timeout, output: newFile(file) }),
  );
}

async function dumpOfMysql(
  place: Parameters<typeof withCall>[0],
  { connection, withRows, options }: Original,
  file: string,
): Promise<void> {
  const { isMariadb } = await mysqlServerOf(connection);
  const program = await mysqlProgram(options, isMariadb);
  await withCall(place, program.isMariadb, options.variables, ({ args, env }) =>
    runProgram(
      program.file,
      [
        ...args,
        ...(!program.isMariadb && isMariadb ? ['--column-statistics=0'] : []),
        ...['--single-transaction', '--quick', '--routines', '--triggers', '--no-tablespaces'],
        ...(withRows ? ['--hex-blob'] : ['--no-data']),
        place.database,
      ],
      { env, timeout: options.timeout, output: newFile(file) },
    ),
  );
}

function newFile(file: string) {
  return createWriteStream(file, { mode: 0o600, flags: 'wx' });
}

import { existsSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Connection, Target } from '../../engines/connection';
import type { Place } from '../../engines/mysql/credentials';
import { GuardError } from '../../errors/guard-error';
import { wordsOf } from '../../errors/words-of';
import { digestedFile } from '../digest';
import { damaged, failedRestore, type WayOptions } from '../failures';
import { beside, findPrograms, namedProgram } from '../find-programs';
import { mysqlDumpFor, type Program } from '../programs';
import { runProgram } from '../../process/run-program';
import { unpacked } from '../unpacked';
import type { Way } from '../way';
import { withCall } from './arguments';
import { beginRestore, emptyDatabase, endRestore, RUNS } from './emptying';

/** Of what the server says that the rows take. */
const SMALLEST_PART = 10;

/** The last line of a dump that is whole. */
const COMPLETED = /^-- Dump completed/;

const CONTENT = [
  ...['--single-transaction', '--quick', '--routines', '--triggers', '--events', '--hex-blob'],
  // A user of one database may not look at tablespaces, and a restored table is in the usual one.
  '--no-tablespaces',
];

/**
 * Two dumps one after another, compressed: everything, and then drizzle's ledger with what is unfinished beside it. So
 * what was restored half-way does not look as if it were whole.
 */
export function mysqlWay(place: Place, target: Target, options: WayOptions): Way {
  const { timeout } = options;
  const { database } = place;
  return {
    kind: 'mysql',
    ending: 'sql.gz',
    async prepare(connection, { table }) {
      const { version, isMariadb, size } = await serverOf(connection);
      const program = await dumpProgram(options, isMariadb);
      const own = (await tablesOf(connection)).filter((name) => name === table || name === RUNS);
      return {
        tool: { name: program.isMariadb ? 'mariadb-dump' : 'mysqldump', version: program.version },
        serverVersion: version,
        needed: Math.ceil(size / SMALLEST_PART),
        async write(file) {
          await lockUnlessReplica(connection);
          return withCall(place, program.isMariadb, options.variables, async ({ args, env }) => {
            const { output, digest } = digestedFile(file);
            const packed = createGzip({ level: 1 });
            const saved = pipeline(packed, output);
            saved.catch(() => undefined);
            const foreign = !program.isMariadb && isMariadb ? ['--column-statistics=0'] : [];
            const call = { env, timeout, output: packed, keepsOpen: true, onStart: options.onProgram };
            const ignored = own.map((name) => `--ignore-table=${database}.${name}`);
            try {
              await runProgram(program.file, [...args, ...foreign, ...CONTENT, ...ignored, database], call);
              if (own.length > 0)
                await runProgram(
                  program.file,
                  [
                    ...args,
                    ...foreign,
                    '--single-transaction',
                    '--skip-triggers',
                    '--no-tablespaces',
                    database,
                    ...own,
                  ],
                  call,
                );
            } catch (thrown) {
              packed.destroy();
              throw thrown;
            }
            packed.end();
            await saved;
            return digest();
          });
        },
      };
    },
    async verify(file) {
      let last = '';
      try {
        for await (const chunk of unpacked(file)) last = (last + chunk.toString('latin1')).slice(-200);
      } catch (thrown) {
        throw damaged(file, `it cannot be unpacked: ${wordsOf(thrown)}`, thrown);
      }
      if (!COMPLETED.test(last.trimEnd().split('\n').at(-1)!))
        throw damaged(file, 'its last line is not that of a dump that was completed');
    },
    async restore({ file, manifest, ledger, limits, onWait }) {
      const connection = await target.open(limits, onWait);
      let isBegun = false;
      try {
        const { isMariadb } = await serverOf(connection);
        const program = await restoreProgram(options, isMariadb);
        await connection.lock(onWait);
        await beginRestore(connection, ledger, manifest);
        isBegun = true;
        await emptyDatabase(connection, database);
        await withCall(place, program.isMariadb, options.variables, ({ args, env }) =>
          runProgram(program.client, [...args, '--binary-mode', `--database=${database}`], {
            ...{ env, timeout, input: unpacked(file) },
          }),
        );
        await endRestore(connection, ledger);
      } catch (thrown) {
        throw failedRestore(
          target.description,
          isBegun && thrown instanceof GuardError ? new Error(wordsOf(thrown)) : thrown,
          isBegun
            ? 'nothing of what was there is left, and the database holds a part of the backup at the most'
            : 'nothing was changed',
          isBegun ? 'see why, then run the command again: it begins anew' : undefined,
        );
      } finally {
        await connection.close();
      }
    },
  };
}

/** Between the two dumps no migration is recorded. A replica takes no lock, and nobody migrates it. */
async function lockUnlessReplica(connection: Connection): Promise<void> {
  try {
    await connection.lock();
  } catch (thrown) {
    if (!(thrown instanceof GuardError && thrown.code === 'read-only-database')) throw thrown;
  }
}

async function serverOf(
  connection: Connection,
): Promise<{ version: string; isMariadb: boolean; size: number }> {
  const [row] = await connection.query(
    'select version() as version, (select coalesce(sum(data_length), 0) from information_schema.tables where table_schema = database()) as size',
  );
  const version = String(row!['version']);
  return { version, isMariadb: /mariadb/i.test(version), size: Number(row!['size']) };
}

async function tablesOf(connection: Connection): Promise<string[]> {
  const rows = await connection.query(
    "select table_name as name from information_schema.tables where table_schema = database() and table_type = 'BASE TABLE'",
  );
  return rows.map(({ name }) => String(name));
}

async function programsOf(options: WayOptions): Promise<Program[]> {
  return options.program
    ? [await namedProgram(options.program)]
    : findPrograms(['mariadb-dump', 'mysqldump'], false);
}

async function dumpProgram(options: WayOptions, isMariadb: boolean): Promise<Program> {
  const program = mysqlDumpFor(await programsOf(options), isMariadb);
  if (program) return program;
  throw missing(isMariadb ? 'mariadb-dump' : 'mysqldump', 'a backup of this server');
}

async function restoreProgram(
  options: WayOptions,
  isMariadb: boolean,
): Promise<{ client: string; isMariadb: boolean }> {
  const clients = (await programsOf(options)).flatMap((one) => {
    const client = [...(one.isMariadb ? ['mariadb'] : []), 'mysql']
      .map((name) => beside(one, name))
      .find((file) => existsSync(file));
    return client === undefined ? [] : [{ ...one, file: client }];
  });
  const program = mysqlDumpFor(clients, isMariadb);
  if (program) return { client: program.file, isMariadb: program.isMariadb };
  throw missing(isMariadb ? 'mariadb' : 'mysql', 'restoring it');
}

function missing(name: string, what: string): GuardError {
  return new GuardError(
    'tool-missing',
    `${what} takes the program ${name}, which is not found here; nothing was done`,
    `install it (\`apt-get install ${name.startsWith('mariadb') ? 'mariadb-client' : 'mysql-client'}\`), name the dump program with "backup": { "program": … } of the environment in drizzle-guard.json, or let a command of your own make the backup ("backup": { "command": […] })`,
  );
}

import { createWriteStream } from 'node:fs';
import os from 'node:os';
import type { Connection, Target } from '../../engines/connection';
import type { Place } from '../../engines/postgres/credentials';
import { GuardError } from '../../errors/guard-error';
import { wordsOf } from '../../errors/words-of';
import { digestedFile } from '../digest';
import { damaged, failedRestore, type WayOptions } from '../failures';
import type { Manifest } from '../manifest';
import { runProgram } from '../../process/run-program';
import type { Way } from '../way';
import { KEPT_SCHEMAS } from './emptying';
import { putInPlace } from './put-in-place';
import { dumpProgram, restorePrograms } from './programs';
import { withVariables } from './variables';

/** Compressed at the lowest level a dump takes an eighth to a quarter of what the server says of the database. */
const SMALLEST_PART = 10;

/** pg_dump's custom format, of a version that the server takes; restored by pg_restore and psql in one transaction. */
export function postgresWay(place: Place, target: Target, options: WayOptions): Way {
  const { timeout } = options;
  const run = <T>(work: (env: NodeJS.ProcessEnv) => Promise<T>) =>
    withVariables(place, options.variables, work);
  return {
    kind: 'postgres',
    ending: 'dump',
    async prepare(connection) {
      const { major, version, size } = await serverOf(connection);
      const program = await dumpProgram(options, major);
      return {
        tool: { name: 'pg_dump', version: program.version },
        serverVersion: version,
        needed: Math.ceil(size / SMALLEST_PART),
        write: (file) =>
          run(async (env) => {
            const { output, digest } = digestedFile(file);
            await runProgram(program.file, ['-Fc', '-Z1', '-w'], {
              ...{ env, timeout, output, onStart: options.onProgram },
            });
            return digest();
          }),
      };
    },
    async verify(file, manifest) {
      const { restore } = await restorePrograms(options, manifest);
      try {
        // Its list alone can be read of a file that is cut off.
        await runProgram(restore, ['-f', '-', file], {
          ...{ env: options.offline, timeout, output: createWriteStream(os.devNull) },
        });
      } catch (thrown) {
        throw damaged(file, `pg_restore cannot read it: ${wordsOf(thrown)}`, thrown);
      }
    },
    async restore({ file, manifest, limits, isElsewhere, onWait }) {
      const connection = await target.open(limits, onWait);
      try {
        const { major, version } = await serverOf(connection);
        refuseOlderServer(manifest, major, version);
        await connection.lock(onWait);
        const programs = await restorePrograms(options, manifest);
        const kept = (await connection.query(KEPT_SCHEMAS)).map(({ name }) => String(name));
        await run((env) =>
          putInPlace(file, {
            ...{ env, timeout, programs, major, kept: ['public', ...kept] },
            lockTimeout: limits.lockTimeout ?? 0,
            more: isElsewhere ? ['--no-owner', '--no-privileges'] : [],
          }),
        );
      } catch (thrown) {
        throw failedRestore(target.description, thrown, 'it was taken back: the database is as it was');
      } finally {
        await connection.close();
      }
    },
  };
}

async function serverOf(connection: Connection): Promise<{ major: number; version: string; size: number }> {
  const [row] = await connection.query(
    "select current_setting('server_version_num')::int as number, current_setting('server_version') as version, pg_database_size(current_database())::text as size",
  );
  return {
    major: Math.floor(Number(row!['number']) / 10_000),
    version: String(row!['version']),
    size: Number(row!['size']),
  };
}

function refuseOlderServer({ serverVersion }: Manifest, major: number, version: string): void {
  if (Number.parseInt(serverVersion ?? '0', 10) <= major) return;
  throw new GuardError(
    'other-backup',
    `this backup is of a server of Postgres ${serverVersion}, and this one is ${version}, which is older; nothing was changed`,
    'restore it into a server of that version or a newer one',
  );
}

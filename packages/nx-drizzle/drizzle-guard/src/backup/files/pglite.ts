import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { compileOnce, fewBuffers } from '../../engines/quick-start';
import type { Target, Whereabouts } from '../../engines/connection';
import { waitForLockFile } from '../../engines/files/lock-file';
import { ENDING, loadDriver, pgliteLock, refuseIfInUse } from '../../engines/pglite';
import { wordsOf } from '../../errors/words-of';
import { digestedFile } from '../digest';
import { damaged, failedRestore } from '../failures';
import { unpacked } from '../unpacked';
import type { Way } from '../way';

const SMALLEST_PART = 10;

/** The data directory as one archive, which the same major version of Postgres alone opens; restored by a rename. */
export function pgliteWay(
  { directory, folder }: Extract<Whereabouts, { kind: 'pglite' }>,
  target: Target,
): Way {
  /** Opens what an archive holds in a directory of its own, or in memory, and looks at it. */
  const load = async (file: string, into: string, madeBy: unknown) => {
    compileOnce();
    const { PGlite } = loadDriver(folder);
    try {
      const client = new PGlite(into, { ...fewBuffers(PGlite), loadDataDir: new Blob([readFileSync(file)]) });
      await client.waitReady;
      await client.query('select 1');
      await client.close();
    } catch (thrown) {
      throw damaged(
        file,
        `@electric-sql/pglite ${versionOf(folder)} cannot open it: ${wordsOf(thrown)} (it is of Postgres ${String(madeBy)})`,
        thrown,
      );
    }
  };
  return {
    kind: 'pglite',
    ending: 'tar.gz',
    async prepare(connection) {
      const [row] = await connection.query("select current_setting('server_version') as version");
      return {
        tool: { name: '@electric-sql/pglite', version: versionOf(folder) },
        serverVersion: String(row!['version']),
        needed: Math.ceil(sizeOf(directory) / SMALLEST_PART),
        async write(file) {
          const bytes = await connection.archive!();
          const { output, digest } = digestedFile(file);
          await new Promise<void>((resolve, reject) => {
            output.on('error', reject).on('close', resolve);
            output.end(bytes);
          });
          await load(file, 'memory://', row!['version']);
          return digest();
        },
      };
    },
    async verify(file) {
      // It is opened before it is put in its place; that takes a second and hundreds of megabytes, once.
      try {
        for await (const _ of unpacked(file)) continue;
      } catch (thrown) {
        throw damaged(file, `it cannot be unpacked: ${wordsOf(thrown)}`, thrown);
      }
    },
    async restore({ file, manifest, limits, onWait }) {
      mkdirSync(path.dirname(directory), { recursive: true });
      const release = await waitForLockFile(
        pgliteLock(directory),
        target.description,
        limits.lockWait,
        onWait,
      );
      const beside = `${directory}.restore-${process.pid}`;
      const before = `${directory}.before-restore`;
      try {
        // Killed between two renames, another run had this left.
        if (!existsSync(directory) && existsSync(before)) renameSync(before, directory);
        if (existsSync(directory)) await refuseIfInUse(directory, target.description, ENDING);
        await load(file, beside, manifest.serverVersion);
        rmSync(before, { recursive: true, force: true });
        if (existsSync(directory)) renameSync(directory, before);
        renameSync(beside, directory);
        rmSync(before, { recursive: true, force: true });
      } catch (thrown) {
        throw failedRestore(target.description, thrown, 'nothing was changed');
      } finally {
        rmSync(beside, { recursive: true, force: true });
        release();
      }
    },
  };
}

function versionOf(folder: string): string {
  try {
    // Its package.json is not among its exports.
    const main = createRequire(path.join(folder, 'resolve.js')).resolve('@electric-sql/pglite');
    const manifest = path.join(main, '../../package.json');
    return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
  } catch {
    return 'of an unknown version';
  }
}

function sizeOf(directory: string): number {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(path.join(directory, name), { throwIfNoEntry: false }))
    .reduce((sum, stat) => sum + (stat?.isFile() ? stat.size : 0), 0);
}

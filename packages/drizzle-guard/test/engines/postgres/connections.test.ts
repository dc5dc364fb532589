import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { hasPostgresPrograms, isLong, NOBODY, startPrivatePostgres, type PrivatePostgres } from 'testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { postgresTarget } from '../../../src/engines/postgres/target';
import { GuardError } from '../../../src/errors/guard-error';
import { migrate } from '../../../src/runtime';
import { asRole, withFolder } from './fixtures';

// Every form in which a server is named, on one with a certificate that it has signed itself and a difficult password.

const LIMITS = { lockWait: 1000, lockTimeout: null, statementTimeout: null };
const PASSWORD = "p@ss/w#r%d:?&='é";
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
const isPossible = (hasPostgresPrograms() || isLong) && hasOpenssl;

describe.skipIf(!isPossible)(
  `connections${isPossible ? '' : ' (skipped: there is no Postgres to start, or no openssl)'}`,
  () => {
    let server: PrivatePostgres;
    let certificates: string;
    let cert: string;
    beforeAll(async () => {
      certificates = mkdtempSync(path.join(os.tmpdir(), 'drizzle-guard-tls-'));
      const [key, file] = [path.join(certificates, 'key'), path.join(certificates, 'cert')];
      const names = 'subjectAltName=DNS:localhost';
      const made = ['-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=localhost', '-addext', names];
      execFileSync('openssl', ['req', '-x509', '-days', '2', ...made, '-keyout', key, '-out', file], {
        stdio: 'ignore',
      });
      cert = file;
      const tls = { cert: readFileSync(file, 'utf8'), key: readFileSync(key, 'utf8') };
      server = await startPrivatePostgres({ auth: 'scram-sha-256', password: PASSWORD, tls });
    }, 120_000);
    afterAll(async () => {
      await server?.end();
      rmSync(certificates, { recursive: true, force: true });
    });

    /** The database's URL at localhost, with something asked of it. */
    const urlOf = (asked = '') =>
      `${asRole(server.url, 'postgres', PASSWORD).replace('127.0.0.1', 'localhost')}/postgres${asked}`;

    /** Whether a connection is encrypted. */
    async function isEncrypted(credentials: Record<string, unknown>, variables = {}): Promise<unknown> {
      const connection = await postgresTarget(credentials, variables).open(LIMITS);
      try {
        const [row] = await connection.query('select ssl from pg_stat_ssl where pid = pg_backend_pid()');
        return row!['ssl'];
      } finally {
        await connection.close();
      }
    }

    test.each([
      ['', false],
      ['?sslmode=disable', false],
      ['?sslmode=prefer', true],
      ['?sslmode=require', true],
      ['?sslmode=no-verify', true],
    ])('a URL with "%s"', async (asked, expected) => {
      expect(await isEncrypted({ url: urlOf(asked) })).toBe(expected);
    });

    test('a certificate that is verified by the one that signs it', async () => {
      expect(await isEncrypted({ url: urlOf(`?sslmode=verify-full&sslrootcert=${cert}`) })).toBe(true);
      const { hostname, port } = new URL(server.url.replace('127.0.0.1', 'localhost'));
      const fields = { host: hostname, port: Number(port), user: 'postgres', password: PASSWORD };
      const ssl = { ca: readFileSync(cert, 'utf8') };
      expect(await isEncrypted({ ...fields, database: 'postgres', ssl })).toBe(true);
    });

    test.each(['?sslmode=verify-full', '?ssl=true'])('one that nobody vouches for: %s', async (asked) => {
      const refusal = await isEncrypted({ url: urlOf(asked) }).catch((thrown: unknown) => thrown);
      expect(refusal).toBeInstanceOf(GuardError);
      expect(refusal).toMatchObject({
        code: 'cannot-connect',
        message: expect.stringMatching(
          /^postgres localhost:\d+\/postgres cannot be reached: self-signed certificate\b/,
        ),
        help: 'give the certificate that signs it (`ssl: { ca }`, or sslrootcert=<file> in the URL), then run the command again; nothing was done',
      });
    });

    test('a socket, and variables for what a URL leaves out', async () => {
      const port = new URL(server.url).port;
      const secret = { PGUSER: 'postgres', PGPASSWORD: PASSWORD, PGPORT: port, PGDATABASE: 'postgres' };
      expect(await isEncrypted({ url: `postgres:///postgres?host=${server.dir}` }, secret)).toBe(false);
      const variables = { ...secret, PGHOST: 'localhost', PGSSLMODE: 'require' };
      expect(await isEncrypted({ url: 'postgres://' }, variables)).toBe(true);
    });

    test('a wrong password is said, and not printed', async () => {
      const url = urlOf().replace('@', 'hunter2@');
      const refusal = await isEncrypted({ url }).catch((thrown: unknown) => thrown as Error);
      expect(refusal).toMatchObject({
        code: 'cannot-connect',
        help: expect.stringContaining('correct the user or the password'),
      });
      expect(String((refusal as Error).message)).not.toContain('hunter2');
    });

    test('over TLS, what was sent ahead of its turn is run there, or cancelled', async () => {
      const migrations = ['select 1', 'create table ahead ()', 'select pg_sleep(60)'].map((sql) => [sql]);
      const place = { schema: 'tls', table: '__drizzle_migrations' };
      const connection = await postgresTarget({ url: urlOf('?sslmode=require') }, {}).open(LIMITS);
      try {
        await connection.lock();
        await connection.createLedger(place, 'hashes');
        for (const [at, statements] of migrations.slice(0, 2).entries()) {
          const row = { hash: `${at}`, createdAt: at, name: null };
          const followedBy = migrations[at + 1]!;
          await connection.apply({ tag: `000${at}_a`, statements, followedBy, row }, place, []);
        }
        const start = performance.now();
        const { rows } = await connection.readLedger(place);
        expect(performance.now() - start).toBeLessThan(30_000);
        expect(rows.map(({ hash }) => hash)).toEqual(['0', '1']);
      } finally {
        await connection.close();
      }
    });

    test('a disk that is full: rolled back and said, and the next run goes on', async (context) => {
      const disk = path.join(server.dir, 'disk');
      mkdirSync(disk);
      const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk]);
      context.skip(mounted.status !== 0, 'this user may not mount a disk');
      try {
        if (NOBODY.uid !== undefined) chownSync(disk, NOBODY.uid, NOBODY.gid);
        const ask = await postgresTarget({ url: urlOf() }, {}).open(LIMITS);
        await ask.query(`create tablespace small location '${disk}'`);
        const fill = (rows: number) => [
          { tag: '0000_a', sql: 'CREATE TABLE "a" ("id" integer);\n' },
          {
            tag: '0001_fill',
            sql: `CREATE TABLE "fill" TABLESPACE small AS SELECT repeat(md5(n::text), 20) AS "text" FROM generate_series(1, ${rows}) n;\n`,
          },
        ];
        await withFolder(fill(10_000), (migrations) =>
          expect(migrate({ migrations, url: urlOf() })).rejects.toMatchObject({
            code: 'failed-statement',
            message: expect.stringMatching(
              /^0001_fill failed at statement 1 of 1[\s\S]*No space left on device[\s\S]*0001_fill was rolled back\. Applied in this run: 0000_a\./,
            ),
          }),
        );
        await withFolder(fill(10), async (migrations) => {
          expect((await migrate({ migrations, url: urlOf() })).applied).toMatchObject([
            { migration: '0001_fill' },
          ]);
        });
        await ask.query('drop table fill');
        await ask.query('drop tablespace small');
        await ask.close();
      } finally {
        spawnSync('umount', ['-l', disk]);
      }
    });
  },
);

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { hasPostgres, withRepository, type Repository } from 'testkit';
import { expect, test, vi } from 'vitest';
import { hasPgDump, withDatabase, type Database } from '../engines/postgres/fixtures';
import { followAdvice } from '../hooks/advice';
import { conclude } from '../hooks/fixtures';

// A team's work from development to production and back, in the order of docs/environments.md, on a real Postgres. Each
// step has a test of its own, and init-ci.test.ts goes from development to production each time.

vi.setConfig({ testTimeout: 400_000 });

const schema = (
  ...columns: string[]
) => `import { integer, pgTable, serial, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: serial().primaryKey(), name: text().notNull()${columns.map((column) => `, ${column}`).join('')} });
`;

const HEALTH = `import pg from 'pg';
const client = new pg.Client({ connectionString: process.env.DRIZZLE_GUARD_URL ?? process.env.PRODUCTION_URL });
await client.connect();
const { rows } = await client.query('select count(*)::int as n from users where name is not null');
await client.end();
if (rows[0].n === 0) { console.error('nobody is left'); process.exitCode = 1; }
`;

const FILES = {
  'package.json': '{ "name": "shop" }',
  'drizzle.config.ts': `export default { dialect: 'postgresql', schema: './src/schema.ts', out: './drizzle', dbCredentials: { url: process.env.DATABASE_URL } };`,
  'src/schema.ts': schema(),
  'health.mjs': HEALTH,
  'drizzle-guard.json': JSON.stringify({
    databases: { shop: { dir: '.', seed: 'drizzle-seed' } },
    environments: {
      staging: { urlEnv: 'STAGING_URL' },
      production: { urlEnv: 'PRODUCTION_URL', verify: [['node', 'health.mjs']] },
    },
  }),
};

interface Ran {
  exitCode: number | null;
  // The document of the command.
  database: ReturnType<typeof JSON.parse>;
}

/** Runs a command for its document. */
function run({ bin }: Repository, env: Record<string, string>, ...args: string[]): Ran {
  const { exitCode, json } = bin([...args, '--json'], { env });
  const document = json() as ReturnType<typeof JSON.parse>;
  return { exitCode, database: document.databases[0] ?? document };
}

async function count({ sql }: Database): Promise<number> {
  const [row] = await sql('select count(*)::int as n from users');
  return row!['n'] as number;
}

/** Generates a migration on a branch of its own, and commits it through the hooks. */
function feature(
  developer: Repository,
  name: string,
  env: Record<string, string>,
  ...columns: string[]
): void {
  developer.prepare('checkout', '--quiet', '-b', name);
  developer.write({ 'src/schema.ts': schema(...columns) });
  expect(developer.git(['commit', '--all', '--message', name])).toMatchObject({ exitCode: 1 });
  expect(run(developer, env, 'generate', '--name', name)).toMatchObject({ exitCode: 0 });
  developer.prepare('add', '.');
  expect(developer.git(['commit', '--message', name])).toMatchObject({ exitCode: 0, stderr: '' });
}

function land(developer: Repository, name: string): void {
  developer.prepare('checkout', '--quiet', 'main');
  expect(developer.git(['merge', '--no-edit', name])).toMatchObject({ exitCode: 0 });
  expect(developer.git(['push', 'origin', 'main'])).toMatchObject({ exitCode: 0 });
}

const tagsOf = ({ read }: Repository): string[] =>
  (JSON.parse(read('drizzle/meta/_journal.json')) as { entries: { tag: string }[] }).entries.map(
    ({ tag }) => tag,
  );

test.runIf(hasPostgres() && hasPgDump())('development, staging, production, and back', () =>
  withDatabase((ofAda) =>
    withDatabase((ofBen) =>
      withDatabase((staging) =>
        withDatabase((production) =>
          withRepository(FILES, async (start) => {
            start.addRemote();
            const [ada, ben] = [start.clone('ada'), start.clone('ben')];
            const [adas, bens] = [{ DATABASE_URL: ofAda.url }, { DATABASE_URL: ofBen.url }];
            const there = { STAGING_URL: staging.url, PRODUCTION_URL: production.url };

            // Development: push to try out, reset to begin anew, generate to keep.
            expect(run(ada, adas, 'push')).toMatchObject({ exitCode: 0, database: { pushed: true } });
            feature(ada, 'users', adas);
            expect(run(ada, adas, 'check')).toMatchObject({ exitCode: 0 });
            expect(run(ada, adas, 'reset')).toMatchObject({ database: { error: { code: 'not-confirmed' } } });
            const reset = run(ada, adas, 'reset', '--yes', 'shop@development');
            expect(reset.database).toMatchObject({ emptied: true, seeded: true, applied: [{}] });
            expect(await count(ofAda)).toBe(10);
            land(ada, 'users');

            // A colleague pulls, and applies what arrived.
            const pull = ben.git(['pull'], { env: bens });
            expect(pull.stderr).toContain('shop: arrived 0000_users');
            expect(run(ben, bens, 'migrate')).toMatchObject({ exitCode: 0, database: { applied: [{}] } });

            // Two branches of one day: who lands second types what the merge says, and nothing runs twice.
            feature(ada, 'age', adas, 'age: integer()');
            expect(run(ada, adas, 'migrate')).toMatchObject({ exitCode: 0 });
            feature(ben, 'city', bens, 'city: text()');
            expect(run(ben, bens, 'migrate')).toMatchObject({ exitCode: 0 });
            land(ada, 'age');
            ben.prepare('fetch', '--quiet');
            expect(ben.git(['push', 'origin', 'city'])).toMatchObject({ exitCode: 1 });
            expect(ben.git(['merge', 'origin/main']).exitCode).toBe(1);
            ben.write({ 'src/schema.ts': schema('age: integer()', 'city: text()') });
            const stopped = conclude(ben);
            expect(stopped.exitCode).toBe(1);
            expect(followAdvice(ben, stopped)).toMatchObject({ exitCode: 0 });
            expect(tagsOf(ben)).toEqual(['0000_users', '0001_age', '0002_city']);
            expect(run(ben, bens, 'migrate', '--late', 'apply')).toMatchObject({
              exitCode: 0,
              database: { applied: [{ migration: '0001_age' }], findings: [] },
            });
            expect(await ofBen.sql('select age, city from users')).toEqual([]);
            land(ben, 'city');

            // Staging: what would run, a rehearsal before it, the way back and forth, and seed.
            ada.git(['pull', 'origin', 'main']);
            const dry = run(ada, there, 'migrate', '-e', 'staging', '--dry-run');
            expect(dry.database).toMatchObject({ pending: [{}, {}, {}], applied: [] });
            const staged = run(ada, there, 'migrate', '-e', 'staging');
            expect(staged).toMatchObject({ exitCode: 0, database: { applied: [{}, {}, {}], findings: [] } });
            expect(run(ada, there, 'rollback', '-e', 'staging')).toMatchObject({ exitCode: 0 });
            expect(run(ada, there, 'status', '-e', 'staging', '--pending').exitCode).toBe(1);
            expect(run(ada, there, 'migrate', '-e', 'staging')).toMatchObject({ exitCode: 0 });
            expect(run(ada, there, 'seed', '-e', 'staging')).toMatchObject({ exitCode: 0 });
            expect(run(ada, there, 'diff', '-e', 'staging')).toMatchObject({ exitCode: 0 });

            // Production: nothing that destroys, a backup first, health checks after.
            for (const command of ['push', 'reset', 'seed', 'studio'])
              expect(ada.bin([command, '-e', 'production'], { env: there })).toMatchObject({
                exitCode: 2,
                stdout: expect.stringContaining('refused-by-policy') as string,
              });
            expect(run(ada, there, 'migrate', '-e', 'production', '--to', '0001_age').exitCode).toBe(2);
            expect(await production.sql("select to_regclass('users') is not null as there")).toEqual([
              { there: true },
            ]);
            await production.sql("insert into users (name, age) values ('Ada', 36), ('Ben', null)");
            const deployed = run(ada, there, 'migrate', '-e', 'production');
            expect(deployed).toMatchObject({
              exitCode: 0,
              database: {
                applied: [{ migration: '0002_city' }],
                backup: { file: expect.any(String) as string },
              },
            });
            expect(run(ada, there, 'diff', '-e', 'staging', '--with', 'production')).toMatchObject({
              exitCode: 0,
            });

            // A bad deploy: the health check says so, and the backup that was taken before it brings everything back.
            expect(run(ada, adas, 'generate', '--custom', '--name', 'clean')).toMatchObject({ exitCode: 0 });
            writeFileSync(path.join(ada.dir, 'drizzle/0003_clean.sql'), 'DELETE FROM "users";\n');
            ada.prepare('add', '.');
            ada.prepare('commit', '--quiet', '--message', 'clean');
            const bad = run(ada, there, 'migrate', '-e', 'production');
            expect(bad).toMatchObject({
              exitCode: 2,
              database: { applied: [{ migration: '0003_clean' }], error: { code: 'failed-verification' } },
            });
            expect(await count(production)).toBe(0);
            const { file } = bad.database.backup as { file: string };
            const back = run(ada, there, 'restore', file, '-e', 'production', '--yes', 'shop@production');
            expect(back).toMatchObject({ exitCode: 0 });
            expect(await production.sql('select name, age from users order by id')).toEqual([
              { name: 'Ada', age: 36 },
              { name: 'Ben', age: null },
            ]);
            expect(run(ada, there, 'status', '-e', 'production').database.migrations).toMatchObject([
              {},
              {},
              { migration: '0002_city', state: 'applied' },
              { migration: '0003_clean', state: 'pending' },
            ]);
          }),
        ),
      ),
    ),
  ),
);

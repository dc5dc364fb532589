import { expect, test } from 'vitest';
import { withDb } from './hooks/fixtures';
import { another } from './fixtures';
import { databaseMigratedTo } from './databases';

type Document = ReturnType<typeof JSON.parse>;

const HEALTH = `import { appendFileSync, existsSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
const { DRIZZLE_GUARD_DATABASE: database, DRIZZLE_GUARD_ENVIRONMENT: environment } = process.env;
const client = new PGlite('.pglite');
const { rows } = await client.query('select to_regclass($1) is not null as there', ['tags']);
await client.close();
appendFileSync('seen', [database, environment, rows[0].there].join(' ') + '\\n');
if (existsSync('sick')) { console.error('the shop does not answer'); process.exitCode = 4; }
`;
const withDatabase = databaseMigratedTo('0002_first_entry');

test('health checks, a report and what is remembered, of a run that succeeds, and of one whose check fails', () =>
  withDatabase(
    {
      ...another('0003_tags', 'CREATE TABLE tags (id int PRIMARY KEY, name text);'),
      'health.mjs': HEALTH,
      'drizzle-guard.json': JSON.stringify({
        environments: {
          development: {
            verify: [['node', 'health.mjs']],
            report: { json: 'reports/{database}.json', prometheus: 'reports/run.prom' },
            remember: true,
          },
        },
      }),
    },
    (workspace) => {
      const dry = workspace.bin(['migrate', '--dry-run', '--json']).json();
      expect(dry.databases[0].healthChecks).toEqual([{ command: 'node health.mjs', milliseconds: null }]);
      expect(['seen', 'reports', 'drizzle-guard.deployed.json'].filter(workspace.exists)).toEqual([]);

      const run = workspace.bin(['migrate', '--json']);
      expect([run.exitCode, run.json().databases[0].error]).toEqual([0, undefined]);
      // A PGlite directory is open in one process alone: the check could look into it.
      expect(workspace.read('seen')).toBe('shop development true\n');
      const report = JSON.parse(workspace.read('reports/shop.json')) as Document;
      expect(report).toMatchObject({
        exitCode: 0,
        databases: [
          { name: 'shop', applied: [{ migration: '0003_tags' }], bytes: { before: expect.any(Number) } },
        ],
      });
      expect(workspace.read('reports/run.prom')).toContain(
        'drizzle_guard_applied_migrations{database="shop",environment="development"} 1\n',
      );
      const deployed = JSON.parse(workspace.read('drizzle-guard.deployed.json')) as Document;
      expect(deployed.environments.development.shop).toMatchObject({
        newest: { migration: '0003_tags', hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
        applied: ['0000_users', '0001_entries', '0002_first_entry', '0003_tags'],
      });

      workspace.write({
        ...another('0004_more', 'CREATE TABLE more (id int PRIMARY KEY);', Date.UTC(2026, 0, 8)),
        sick: '',
      });
      const journal = JSON.parse(workspace.read('drizzle/meta/_journal.json')) as Document;
      const third = { idx: 3, version: '7', when: Date.UTC(2026, 0, 6), tag: '0003_tags', breakpoints: true };
      const entries = [...journal.entries.slice(0, 3), third, { ...journal.entries[3], idx: 4 }];
      workspace.write({ 'drizzle/meta/_journal.json': JSON.stringify({ ...journal, entries }) });
      const failed = workspace.bin(['migrate', '--report', 'own.json', '--json']);
      expect(failed.exitCode).toBe(2);
      const [database] = failed.json().databases as Document[];
      expect(database.applied).toMatchObject([{ migration: '0004_more' }]);
      expect(database.error).toMatchObject({
        code: 'failed-verification',
        message: expect.stringContaining('it ended with 4\n    the shop does not answer\n'),
      });
      expect(JSON.parse(workspace.read('own.json'))).toMatchObject({ exitCode: 2 });
      expect(workspace.read('reports/run.prom')).toContain(
        'drizzle_guard_run_exit_code{database="shop",environment="development"} 2\n',
      );
      // What is applied is applied, whatever a health check says.
      expect(workspace.read('drizzle-guard.deployed.json')).toContain('"0004_more"');
    },
  ));

test('check --base tells what this branch would run in an environment, and what would come late there', () =>
  withDb(({ bin, env, prepare, commit }) => {
    const at = (migration: string, timestamp: number, ...applied: string[]) => ({
      ...{ newest: { migration, timestamp, hash: 'h' }, applied, at: '2026-01-01T00:00:00.000Z' },
    });
    prepare('checkout', '--quiet', 'main');
    const environments = {
      staging: { db: at('0000_users', 1, '0000_users') },
      production: { db: at('0009_hotfix', Date.UTC(2027, 0, 1), '0000_users', '0009_hotfix') },
    };
    commit('Deployed', { 'drizzle-guard.deployed.json': JSON.stringify({ version: 1, environments }) });
    const run = bin(['check', '--base', 'main', '--json'], { env });
    const [database] = run.json().databases as Document[];
    expect(run.exitCode).toBe(1);
    expect(database.deployed).toMatchObject([
      { environment: 'staging', pending: ['0001_entries', '0002_first_entry'], late: [], unknown: [] },
      {
        ...{ environment: 'production', pending: [], late: ['0001_entries', '0002_first_entry'] },
        unknown: ['0009_hotfix'],
      },
    ]);
    const late = database.findings.filter(({ code }: Document) => code === 'late-migration');
    expect(late.map(({ migration }: Document) => migration)).toEqual(['0001_entries', '0002_first_entry']);
    expect(late[0].message).toContain('is not applied in production, and not newer than 0009_hotfix');
    const text = bin(['check', '--base', 'main'], { env }).stdout;
    expect(text).toContain('staging: would run 0001_entries, 0002_first_entry (2)\n');
    expect(bin(['check', '--json'], { env }).json().databases[0]).not.toHaveProperty('deployed');
  }));

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  cleanEnvironment,
  drizzleConfig,
  isLong,
  pgliteConfig,
  repositoryRoot,
  withWorkspace,
} from 'testkit';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { drizzleKit, sql as sqlOfPglite } from '../databases';
import { filesBelow } from '../fixtures';
import { onPostgres, withDatabase } from './postgres/fixtures';
import { LEDGER, one, sql, tagsIn } from './sqlite/fixtures';

vi.setConfig({ testTimeout: 300_000 });

const BUNDLE = path.join(repositoryRoot, '../shared/histories/histories.bundle');
const isThere = existsSync(BUNDLE);

/** Of latitude; the same two DROP TABLE in each of them. */
const IDENTICAL = [
  '0180_small_gamma_corps',
  '0182_abnormal_northstar',
  '0185_absurd_warhawk',
  '0187_greedy_wallow',
] as const;

// Real histories of public projects: data that lies beside this repository, or does not.
describe.skipIf(!isThere)(
  `real histories, applied${isThere ? '' : ' (skipped: ../shared/histories is not there)'}`,
  () => {
    let clone = '';
    beforeAll(() => {
      clone = mkdtempSync(path.join(os.tmpdir(), 'drizzle-guard-applied-'));
      git('clone', '--quiet', '--no-checkout', BUNDLE, '.');
    });
    afterAll(() => rmSync(clone, { recursive: true, force: true }));

    function git(...args: string[]): void {
      execFileSync('git', args, { cwd: clone, env: cleanEnvironment() as NodeJS.ProcessEnv, stdio: 'pipe' });
    }

    function folderOf(branch: string): Record<string, string> {
      git('checkout', '--quiet', '--force', `origin/history/${branch}`);
      return filesBelow(path.join(clone, 'drizzle'), 'drizzle');
    }

    /** Its journal and the four; of every other migration, what those need: they drop two tables. */
    function latitude(): Record<string, string> {
      const files = folderOf('latitude');
      const needed =
        'CREATE SCHEMA IF NOT EXISTS latitude; CREATE TABLE IF NOT EXISTS latitude.spans (id integer); CREATE TABLE IF NOT EXISTS latitude.segments (id integer);';
      const isOther = (file: string) => file.endsWith('.sql') && !IDENTICAL.some((tag) => file.includes(tag));
      return Object.fromEntries(
        Object.entries(files).map(([file, text]) => [file, isOther(file) ? `-- ${file}\n${needed}\n` : text]),
      );
    }

    test.runIf(isLong)('latitude: four migrations of the same bytes are four', () =>
      withWorkspace(
        {
          'package.json': '{ "name": "latitude" }',
          'drizzle.config.ts': pgliteConfig(),
          ...latitude(),
        },
        async (workspace) => {
          const texts = new Set(IDENTICAL.map((tag) => workspace.read(`drizzle/${tag}.sql`)));
          expect(texts.size).toBe(1);
          workspace.write({ 'drizzle-guard.json': '{ "checks": { "orphan-sql": "off" } }' });
          for (const tag of IDENTICAL) {
            const { exitCode, applied } = one(workspace, 'migrate', '--to', tag);
            expect([exitCode, applied.at(-1).migration]).toEqual([0, tag]);
            const states = one(workspace, 'status').migrations as { migration: string; state: string }[];
            expect(states.filter(({ state }) => state === 'applied').at(-1)!.migration).toBe(tag);
            expect(new Set(states.map(({ state }) => state))).toEqual(new Set(['applied', 'pending']));
          }
          expect(one(workspace, 'migrate')).toMatchObject({ exitCode: 0, pending: [], findings: [] });
          const ledger = 'select hash, created_at::text as at from drizzle.__drizzle_migrations order by id';
          const rows = await sqlOfPglite(workspace, ledger);
          expect(rows).toHaveLength(275);
          drizzleKit(workspace, 'migrate');
          expect(await sqlOfPglite(workspace, ledger)).toEqual(rows);
          // Without the row of one of them, that one is late, and none of the others takes its place.
          const times = JSON.parse(workspace.read('drizzle/meta/_journal.json')).entries as {
            tag: string;
            when: number;
          }[];
          const when = times.find(({ tag }) => tag === IDENTICAL[1])!.when;
          await sqlOfPglite(workspace, `delete from drizzle.__drizzle_migrations where created_at = ${when}`);
          const { findings } = one(workspace, 'status');
          expect(findings).toMatchObject([{ code: 'late-migration', migration: IDENTICAL[1] }]);
        },
      ),
    );

    onPostgres(
      'latitude: all of it is applied to a server, with transactions of its own around indexes that are made concurrently',
      () =>
        withDatabase((database) => {
          // Once it names a type without its schema. Of its fifteen such files one is in no journal.
          const url = `${database.url}?options=-c%20search_path%3Dlatitude,public`;
          return withWorkspace(
            {
              'package.json': '{ "name": "latitude" }',
              'drizzle.config.ts': drizzleConfig({ dialect: 'postgresql', dbCredentials: { url } }),
              'drizzle-guard.json': '{ "checks": { "orphan-sql": "off" } }',
              ...folderOf('latitude'),
            },
            async (workspace) => {
              const isOfItsOwn = (tag: string) =>
                /^\s*(BEGIN|COMMIT);/m.test(workspace.read(`drizzle/${tag}.sql`));
              const tags = tagsIn(one(workspace, 'migrate'));
              expect([tags.length, tags.filter(isOfItsOwn).length]).toEqual([275, 14]);
              const invalid = 'select indexrelid::regclass from pg_index where not indisvalid';
              expect(await database.sql(invalid)).toEqual([]);
              expect(one(workspace, 'status')).toMatchObject({ exitCode: 0, findings: [] });
            },
          );
        }),
    );

    test('homarr-sqlite: all of it is applied to a file, with COMMITs that only switch foreign keys, and drizzle-kit agrees', () =>
      withWorkspace(
        {
          'package.json': '{ "name": "homarr" }',
          'drizzle.config.ts': drizzleConfig({ dialect: 'sqlite', dbCredentials: { url: 'local.db' } }),
          ...folderOf('homarr-sqlite'),
        },
        async (workspace) => {
          expect(tagsIn(one(workspace, 'migrate'))).toHaveLength(42);
          const rows = await sql(workspace, LEDGER);
          drizzleKit(workspace, 'migrate');
          expect(await sql(workspace, LEDGER)).toEqual(rows);
          expect(one(workspace, 'status')).toMatchObject({ exitCode: 0, findings: [] });
          expect(readdirSync(workspace.dir)).not.toContain('local.db.lock');
        },
      ));
  },
);

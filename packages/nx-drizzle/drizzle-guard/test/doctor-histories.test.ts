import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { cleanEnvironment, isLong, kitOneModules, repositoryRoot, runBin } from 'testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readHistory } from '../src/history/read-history';
import { replayHistory } from '../src/replay/replay-history';
import { workTree } from '../src/sources/work-tree';

const BUNDLE = path.join(repositoryRoot, '../shared/histories/histories.bundle');
const isThere = existsSync(BUNDLE);
const environment = cleanEnvironment() as NodeJS.ProcessEnv;

interface Kit {
  exitCode: number | null;
  status: string;
  error?: { code: string; kind?: string };
}

// Real histories of public projects: data that lies beside this repository, or does not.
describe.skipIf(!isThere)(
  `doctor --repair on real histories${isThere ? '' : ' (skipped: ../shared/histories is not there)'}`,
  () => {
    let clone = '';

    beforeAll(() => {
      clone = mkdtempSync(path.join(os.tmpdir(), 'drizzle-guard-doctor-'));
      git('clone', '--quiet', '--no-checkout', BUNDLE, clone);
    });

    afterAll(() => rmSync(clone, { recursive: true, force: true }));

    function git(...args: string[]): void {
      execFileSync('git', args, { cwd: clone, env: environment, stdio: 'pipe' });
    }

    function checkOut(name: string): void {
      rmSync(path.join(clone, 'node_modules'), { force: true });
      git('checkout', '--quiet', '--force', `origin/history/${name}`);
      git('clean', '--quiet', '--force', '-d', '-x');
    }

    /** drizzle-kit 1.0.0-rc.5, on the folder as it is. */
    function kitOne(command: 'up' | 'check', dialect: string): Kit {
      rmSync(path.join(clone, 'node_modules'), { force: true });
      symlinkSync(kitOneModules(), path.join(clone, 'node_modules'));
      const bin = path.join(clone, 'node_modules/drizzle-kit/bin.cjs');
      const args = [bin, command, `--dialect=${dialect}`, '--out=./drizzle', '--output=json'];
      const { status, stdout } = spawnSync(process.execPath, args, {
        cwd: clone,
        env: environment,
        encoding: 'utf8',
        maxBuffer: 1e8,
      });
      rmSync(path.join(clone, 'node_modules'), { force: true });
      return { exitCode: status, ...JSON.parse(stdout) };
    }

    function run(...args: string[]) {
      const { exitCode, json } = runBin([...args, '--migrations', 'drizzle', '--json'], { cwd: clone });
      return { exitCode, ...json().databases[0] };
    }

    /** What the SQL of the folder ends in. */
    async function catalogOf(dialect: string): Promise<string[]> {
      const tree = workTree(clone);
      const options = { dialect, folders: [repositoryRoot] };
      const { catalog, failed } = await replayHistory(tree, await readHistory(tree, 'drizzle'), options);
      expect(failed).toBeNull();
      expect(catalog.length).toBeGreaterThan(100);
      return catalog;
    }

    /** What a database gets, and knows of it: SQL by tag, and the timestamps in order. */
    function landed(): string[] {
      const folder = path.join(clone, 'drizzle');
      const journal = JSON.parse(readFileSync(path.join(folder, 'meta/_journal.json'), 'utf8'));
      return journal.entries.map(({ tag, when }: { tag: string; when: number }) => {
        const sql = readFileSync(path.join(folder, `${tag}.sql`));
        return `${tag} ${when} ${createHash('sha256').update(sql).digest('hex')}`;
      });
    }

    const CASES = [
      // Its 0066 says of a column that its own SQL makes something that this SQL does not: whose it is nobody knows.
      {
        name: 'dokploy',
        dialect: 'postgresql',
        up: 'history',
        repairs: 1,
        left: ['dangling-parent 0066_yielding_echo'],
        stays: 'history',
        long: true,
      },
      { name: 'homarr-mysql', dialect: 'mysql', up: null, repairs: 4, left: [] },
      {
        name: 'akash-api',
        dialect: 'postgresql',
        up: 'history',
        repairs: 1,
        left: [],
        replayed: true,
        long: true,
      },
      {
        name: 'latitude',
        dialect: 'postgresql',
        up: 'migration_snapshot_not_found_error',
        repairs: 9,
        left: [
          'orphan-sql 0236_magenta_boomer',
          'orphan-sql 0249_previous_trace_id',
          'index-gap 0084_optimal_miracleman',
        ],
        long: true,
      },
      {
        name: 'sim',
        dialect: 'postgresql',
        up: 'migration_snapshot_not_found_error',
        repairs: 11,
        left: ['orphan-sql 0091_backfill_user_stats', 'index-gap 0030_happy_joseph'],
        long: true,
      },
    ];

    // drizzle-kit up needs half a minute for 300 migrations.
    test.each(CASES.filter(({ long }) => isLong || !long))(
      '$name: clean but for what is named; then drizzle-kit up goes through',
      async ({ name, dialect, up, repairs, left, replayed, stays }) => {
        checkOut(name);
        const before = landed();
        const files = readdirSync(path.join(clone, 'drizzle')).filter((file) => file.endsWith('.sql'));
        const refusal = kitOne('up', dialect).error;
        expect(refusal?.kind ?? refusal?.code ?? null).toBe(up);

        checkOut(name);
        const catalogBefore = replayed && (await catalogOf(dialect));
        const done = run('doctor', '--repair');
        expect(done.error).toBeUndefined();
        expect(done).toMatchObject({ repaired: true, notChecked: ['base', 'schema'] });
        expect(done.repairs).toHaveLength(repairs);
        const named = done.decisions.map(
          ({ code, migration }: { code: string; migration: string }) => `${code} ${migration}`,
        );
        expect(named).toEqual(left);

        const found = run('check');
        const codes = left.map((words) => words.split(' ')[0]);
        expect(found.findings.map(({ code }: { code: string }) => code)).toEqual(codes);
        expect(landed()).toEqual(before);
        for (const file of files.filter((sql) => !done.edits.includes(`drizzle/${sql}`)))
          expect(existsSync(path.join(clone, 'drizzle', file))).toBe(true);
        expect(run('doctor', '--repair')).toMatchObject({ repaired: false, edits: [] });

        if (catalogBefore) expect(await catalogOf(dialect)).toEqual(catalogBefore);
        if (stays) return void expect(kitOne('up', dialect).error?.kind).toBe(stays);
        expect(kitOne('up', dialect)).toMatchObject({ exitCode: 0, status: 'ok' });
        expect(kitOne('check', dialect)).toMatchObject({ exitCode: 0, status: 'ok' });
      },
      600_000,
    );
  },
);

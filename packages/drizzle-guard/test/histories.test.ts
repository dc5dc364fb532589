import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { cleanEnvironment, repositoryRoot, runBin } from 'testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const BUNDLE = path.join(repositoryRoot, '../shared/histories/histories.bundle');
const isThere = existsSync(BUNDLE);

// Real histories of public projects: data that lies beside this repository, or does not.
describe.skipIf(!isThere)(
  `real histories${isThere ? '' : ' (skipped: ../shared/histories is not there)'}`,
  () => {
    let clone = '';

    beforeAll(() => {
      clone = mkdtempSync(path.join(os.tmpdir(), 'drizzle-guard-histories-'));
      git('clone', '--quiet', '--no-checkout', BUNDLE, clone);
    });

    afterAll(() => rmSync(clone, { recursive: true, force: true }));

    function git(...args: string[]): void {
      execFileSync('git', args, { cwd: clone, env: cleanEnvironment() as NodeJS.ProcessEnv, stdio: 'pipe' });
    }

    function findings(branch: string): { count: number; exitCode: number | null; found: string[] } {
      git('checkout', '--quiet', '--force', `origin/${branch}`);
      const run = runBin(['check', '--migrations', 'drizzle', '--json'], { cwd: clone });
      const [database] = run.json().databases;
      const found = database.findings.map(
        ({ code, migration, file }: { code: string; migration?: string; file: string }) =>
          `${code} ${migration ?? path.basename(file)}`,
      );
      return { count: database.migrationCount, exitCode: run.exitCode, found };
    }

    test('sim: an index gap, an orphan, a missing snapshot and five dangling parents', () => {
      expect(findings('history/sim')).toEqual({
        count: 298,
        exitCode: 1,
        found: [
          'missing-snapshot 0207_colorful_secret_warriors',
          'orphan-sql 0091_backfill_user_stats',
          'dangling-parent 0000_snapshot.json',
          'dangling-parent 0009_snapshot.json',
          'dangling-parent 0030_snapshot.json',
          'dangling-parent 0041_snapshot.json',
          'dangling-parent 0101_snapshot.json',
          'index-gap 0030_happy_joseph',
        ],
      });
    });

    test('dokploy: an orphan and a dangling parent', () => {
      expect(findings('history/dokploy')).toEqual({
        count: 186,
        exitCode: 1,
        found: ['orphan-sql 0130_abandoned_dagger', 'dangling-parent 0066_snapshot.json'],
      });
    });

    test('latitude-v1, in the folders layout: two forks and three open ends', () => {
      const { count, exitCode, found } = findings('history/latitude-v1');
      expect({ count, exitCode, found }).toEqual({
        count: 39,
        exitCode: 0,
        found: ['unmerged-fork 20260519072418_drop-existing-incident-notifications'],
      });
    });

    test.each([
      ['latitude-v1', '39 migrations, all landed on HEAD, 2 forks, 3 open leaves', 2],
      ['sim', '298 migrations, all landed on HEAD, 5 open leaves', 0],
    ])('%s, drawn', (name, headline, forks) => {
      git('checkout', '--quiet', '--force', `origin/history/${name}`);
      const { stdout } = runBin(['history', '--migrations', 'drizzle', '--base', 'HEAD'], { cwd: clone });
      const lines = stdout.split('\n');
      expect(lines[0]).toBe(`drizzle  ${headline}`);
      expect(lines.filter((line) => line.endsWith('|/'))).toHaveLength(forks);
    });

    test.each([
      ['homarr-sqlite', 42],
      ['homarr-postgresql', 10],
    ])('%s: intact', (name, count) => {
      expect(findings(`history/${name}`)).toEqual({ count, exitCode: 0, found: [] });
    });
  },
);

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { cleanEnvironment, isLong, repositoryRoot, runBin } from 'testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasMysql } from '../engines/mysql/fixtures';
import { inShort, type ReplayRun } from './grown-history';

const BUNDLE = path.join(repositoryRoot, '../shared/histories/histories.bundle');
const isThere = existsSync(BUNDLE);
const hasServer = await hasMysql();

test('the sample of this repository is proved', () => {
  const run = runBin(['check', '--replay', '--database', 'db', '--json'], { cwd: repositoryRoot });
  expect(run.json()).toMatchObject({ exitCode: 0, databases: [{ findings: [], notChecked: ['base'] }] });
});

// Every difference named here was looked up in the files.
describe.skipIf(!isThere)(
  `real histories, replayed${isThere ? '' : ' (skipped: ../shared/histories is not there)'}`,
  () => {
    let clone = '';

    beforeAll(() => {
      clone = mkdtempSync(path.join(os.tmpdir(), 'drizzle-guard-replay-'));
      git('clone', '--quiet', '--no-checkout', BUNDLE, '.');
    });

    afterAll(() => rmSync(clone, { recursive: true, force: true }));

    function git(...args: string[]): void {
      execFileSync('git', args, { cwd: clone, env: cleanEnvironment() as NodeJS.ProcessEnv, stdio: 'pipe' });
    }

    /** Read out of the commit: nothing is checked out. */
    function replay(branch: string, env: Record<string, string> = {}): ReplayRun {
      writeFileSync(path.join(clone, 'drizzle-guard.json'), '{ "shadow": { "urlEnv": "SHADOW_URL" } }');
      const run = runBin(
        ['check', '--replay', '--migrations', 'drizzle', '--head', `origin/history/${branch}`, '--json'],
        { cwd: clone, env },
      );
      return { exitCode: run.exitCode, ...run.json().databases[0] };
    }

    test('homarr-postgresql is proved', () => {
      expect(replay('homarr-postgresql')).toMatchObject({ exitCode: 0, findings: [] });
    });

    test('homarr-sqlite: ALTER TABLE ADD … REFERENCES was written without ON DELETE', () => {
      expect(inShort(replay('homarr-sqlite'))).toEqual([
        [
          'snapshot-mismatch',
          'add_app_reference_to_integration',
          'foreign key (app_id) of integration to app is `(id), on update NO ACTION, on delete NO ACTION` in the SQL and `(id), on update NO ACTION, on delete SET NULL` in the snapshot',
        ],
      ]);
    });

    test.runIf(isLong)('akash-api: a snapshot has lost a column, a constraint was renamed by hand', () => {
      const found = inShort(replay('akash-api')).filter(([code]) => code === 'snapshot-mismatch');
      expect(found).toEqual([
        [
          'snapshot-mismatch',
          'chief_mysterio',
          'column public.wallet_settings.auto_reload_job_id is in the SQL and not in the snapshot',
        ],
        [
          'snapshot-mismatch',
          'right_red_ghost',
          'constraint templateFavorite_templateId_fk of public.templateFavorite is in the SQL and not in the snapshot',
          'constraint templateFavorite_templateId_template_id_fk of public.templateFavorite is in the snapshot and not in the SQL',
        ],
      ]);
    });

    test('sim needs an extension that PGlite does not ship: not proved, and not called fine', () => {
      const run = replay('sim');
      expect(run).toMatchObject({ exitCode: 2, error: { code: 'replay-failed' } });
      expect(run.error!.message).toContain(
        '0039_tranquil_speed cannot be replayed: extension "vector" is not available',
      );
    });

    test.runIf(isLong)('latitude names a type without its schema', () => {
      expect(replay('latitude').error!.message).toContain('type "evaluation_result_types" does not exist');
    });

    test('homarr-mysql is not replayed without a server', () => {
      expect(replay('homarr-mysql')).toMatchObject({ error: { code: 'replay-impossible' } });
    });

    test.runIf(isLong && hasServer)('homarr-mysql is proved on a server', () => {
      const codes = inShort(replay('homarr-mysql', { SHADOW_URL: 'mysql://root@127.0.0.1:3306' })).map(
        ([code]) => code,
      );
      expect(codes).toEqual(['malformed-snapshot', 'duplicate-snapshot', 'dangling-parent']);
    });
  },
);

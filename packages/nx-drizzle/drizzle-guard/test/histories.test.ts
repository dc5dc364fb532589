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
  },
);

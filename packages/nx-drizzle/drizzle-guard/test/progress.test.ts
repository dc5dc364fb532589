import { spawnSync } from 'node:child_process';
import { cleanEnvironment, isLong, runBin, withWorkspace } from 'testkit';
import { describe, expect, test } from 'vitest';
import { SCHEMA, shop } from './fixtures';
import path from 'node:path';
import { repositoryRoot } from 'testkit';

const BIN = path.join(repositoryRoot, 'packages/drizzle-guard/bin/drizzle-guard.js');
const SLOW = shop({
  'src/schema.ts': `const end = Date.now() + 2500;\nwhile (Date.now() < end);\n${SCHEMA}`,
});
/** util-linux's, which gives a command a terminal. */
const hasScript =
  spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') === true;

describe.skipIf(!hasScript)(
  `at a terminal${hasScript ? '' : ' (skipped: there is no script of util-linux)'}`,
  () => {
    function atTerminal(args: string, cwd: string, env: Record<string, string> = {}): string {
      const { stdout } = spawnSync(
        'script',
        ['-qec', `'${process.execPath}' '${BIN}' ${args}`, '/dev/null'],
        {
          cwd,
          env: { ...cleanEnvironment(), TERM: 'xterm', ...env } as NodeJS.ProcessEnv,
          encoding: 'utf8',
        },
      );
      return stdout;
    }

    test('what takes long shows that it lives, and leaves nothing behind', () =>
      withWorkspace(SLOW, ({ dir }) => {
        const shown = atTerminal('check', dir);
        expect(shown).toContain('shop: check');
        // The cursor is back before the answer.
        expect(shown.lastIndexOf('\u001b[?25h')).toBeGreaterThan(shown.lastIndexOf('shop: check'));
        expect(shown.slice(shown.lastIndexOf('\u001b[?25h'))).toContain('nothing found');
      }));

    test.runIf(isLong)('not in CI, not beside a document, not where it is over soon', () =>
      withWorkspace(SLOW, ({ dir, write }) => {
        expect(atTerminal('doctor', dir, { CI: '1' })).not.toContain('shop: ');
        expect(atTerminal('doctor --json', dir)).not.toContain('shop: ');
        write({ 'src/schema.ts': SCHEMA });
        expect(atTerminal('doctor', dir)).not.toContain('looking for');
      }),
    );
  },
);

test('where there is no terminal nothing is shown', () =>
  withWorkspace(SLOW, ({ dir }) => {
    const run = runBin(['check'], { cwd: dir });
    expect(run).toMatchObject({ stderr: '', stdout: 'shop  3 migrations, nothing found\n' });
  }));

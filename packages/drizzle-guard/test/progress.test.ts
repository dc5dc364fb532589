import { spawnSync } from 'node:child_process';
import { cleanEnvironment, isLong, runBin, withRepository, withWorkspace } from 'testkit';
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

    test('so does a hook that a commit waits for', () =>
      withRepository(shop(), ({ dir, prepare, write }) => {
        write({ 'src/schema.ts': SLOW['src/schema.ts']! });
        prepare('add', '.');
        const shown = atTerminal('hook pre-commit', dir);
        expect(shown).toContain('drizzle-guard: pre-commit');
        expect(shown.lastIndexOf('\u001b[?25h')).toBeGreaterThan(
          shown.lastIndexOf('drizzle-guard: pre-commit'),
        );
      }));

    /** A command that is interrupted after some seconds, as by Ctrl-C, and the code that it ends with. */
    const interrupted = (args: string, seconds: number, cwd: string) =>
      spawnSync(
        'script',
        [
          '-qec',
          `sh -c '(sleep ${seconds}; kill -INT $$) & exec "${process.execPath}" "${BIN}" ${args}'`,
          '/dev/null',
        ],
        { cwd, env: { ...cleanEnvironment(), TERM: 'xterm' } as NodeJS.ProcessEnv, encoding: 'utf8' },
      );

    test('interrupted, it leaves the terminal as it was', () =>
      withWorkspace(SLOW, ({ dir }) => {
        const { status, stdout } = interrupted('check', 2.5, dir);
        expect(stdout.lastIndexOf('\u001b[?25h')).toBeGreaterThan(stdout.lastIndexOf('shop: check'));
        expect(stdout).not.toContain('nothing found');
        expect(status).toBe(130);
      }));

    test('interrupted, a run of migrations tells what it has done', () => {
      const [migration] = Object.keys(SLOW).filter((file) => file.endsWith('_entries.sql'));
      const files = shop({
        [migration!]: `${SLOW[migration!]}\n--> statement-breakpoint\nSELECT pg_sleep(4);`,
      });
      return withWorkspace(files, ({ dir }) => {
        const { status, stdout } = interrupted('migrate', 4, dir);
        expect(stdout).toContain('error[interrupted]');
        expect(status).toBe(2);
      });
    });

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

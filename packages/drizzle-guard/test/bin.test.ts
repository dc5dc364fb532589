import { spawnSync } from 'node:child_process';
import { closeSync, copyFileSync, existsSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot, withWorkspace } from 'testkit';
import { expect, test } from 'vitest';
import { shop } from './fixtures';

const packageFolder = path.join(repositoryRoot, 'packages/drizzle-guard');

test('--version prints the version of the package', () =>
  withWorkspace({}, ({ bin }) => {
    const { version } = JSON.parse(readFileSync(path.join(packageFolder, 'package.json'), 'utf8'));
    expect(bin(['--version'])).toMatchObject({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
  }));

test('--help lists every command', () =>
  withWorkspace({}, ({ bin }) => {
    const run = bin(['--help']);
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toMatchInlineSnapshot(`
      "Drizzle migrations that a team cannot break.

      Usage: drizzle-guard <command> [options]

        check        say what is wrong with the migrations, without a database
        history      draw the migrations: landed and not landed, forks and open leaves
        generate     run drizzle-kit's generate and tell the truth about it
        rebase       move your migrations that have not landed after those of the other side
        migrate      apply pending migrations, in order, under a lock
        rollback     take the last migrations back, by SQL that was proven first
        rehearse     run this branch’s migrations on a throw-away database that holds rows
        status       say which migrations a database has
        diff         say what a database has that its migrations do not give, and the other way round
        backup       take a backup of a database, read back and with a checksum
        restore      put a backup in the place of what a database holds
        push         make a development database what the schema says, without migrations
        pull         write the schema that a database has, beside the one that is here
        studio       look at a database in the browser, with drizzle-kit’s studio
        seed         fill a database with rows, by drizzle-seed or a program of yours
        reset        empty a database, migrate it, and fill it with rows again
        up           bring a migrations folder to the form of the drizzle-kit that is installed
        doctor       say what broke a history, in order of cause; mend or accept it
        init         set up the hooks, attributes, ignores and configuration of a repository
        explain      what a finding or error means, and the way out
        hook <name>  what a git hook calls; \`hook install\` makes hooks run in linked worktrees too

      drizzle-guard <command> --help lists the options of a command.
      Exit codes: 0 clean or done, 1 findings, 2 could not do it.
      "
    `);
  }));

test('the help of a command lists its options', () =>
  withWorkspace({}, ({ bin }) => {
    const run = bin(['migrate', '--help']);
    expect(run.exitCode).toBe(0);
    for (const option of ['--database', '--environment', '--dry-run', '--to', '--late', '--json'])
      expect(run.stdout).toContain(option);
  }));

test.each([
  ['no command that there is', ['chekc']],
  ['an option that there is not', ['check', '--stagd']],
  ['an option without its value', ['migrate', '--to']],
  ['a value that an option does not take', ['migrate', '--late', 'yes']],
  ['too many words', ['check', 'drizzle']],
  ['explain without a code', ['explain']],
])('%s is 2, on stderr', (_name, args) =>
  withWorkspace(shop(), ({ bin }) => {
    const run = bin(args);
    expect(run.exitCode).toBe(2);
    expect(run.stdout).toBe('');
    expect(run.stderr).toContain('error[usage]');
    expect(run.stderr).toContain('help: run `npx drizzle-guard --help`');
  }),
);

test('no command at all is 2', () =>
  withWorkspace(shop(), ({ bin }) => {
    expect(bin([]).exitCode).toBe(2);
  }));

test('with --json bad usage is one document too', () =>
  withWorkspace(shop(), ({ bin }) => {
    const run = bin(['check', '--stagd', '--json']);
    expect(run.exitCode).toBe(2);
    expect(run.json()).toEqual({
      version: 1,
      command: 'check',
      exitCode: 2,
      databases: [],
      error: {
        code: 'usage',
        message: "Unknown option '--stagd'",
        help: 'run `npx drizzle-guard --help`, or `npx drizzle-guard <command> --help`',
      },
    });
  }));

test('a slip of the pen is answered with the commands that there are', () =>
  withWorkspace(shop(), ({ bin }) => {
    expect(bin(['chek']).stderr).toContain('there is no command chek; there are check, history, generate,');
  }));

test('without a build it ends with 2 and says what to type', () =>
  withWorkspace({ 'bin/keep': '', 'package.json': '{}' }, ({ dir }) => {
    copyFileSync(path.join(packageFolder, 'bin/drizzle-guard.js'), path.join(dir, 'bin/drizzle-guard.js'));
    const run = spawnSync(process.execPath, ['bin/drizzle-guard.js', 'check'], {
      cwd: dir,
      encoding: 'utf8',
    });
    expect(run.status).toBe(2);
    expect(run.stdout).toBe('');
    expect(run.stderr).toMatchInlineSnapshot(`
      "error[not-built] drizzle-guard is not built, so nothing was checked or done.
        help: run \`npm run build\` at the root of the repository (\`npm ci --ignore-scripts\` leaves it out)
      "
    `);
  }));

test('an error that nobody expected is 2, not node’s own 1, and shows no password', () =>
  withWorkspace(
    shop({
      'boom.cjs': "setImmediate(() => { throw new Error('boom at postgres://ada:hunter2@db.example'); });",
    }),
    ({ bin, dir }) => {
      const run = bin(['check'], { env: { NODE_OPTIONS: `--require=${path.join(dir, 'boom.cjs')}` } });
      expect(run.exitCode).toBe(2);
      expect(run.stderr).toContain('error[internal-error] boom at postgres://ada:***@db.example');
      expect(run.stdout).toBe('');
    },
  ));

test('a rejection that nobody awaits is 2, with --json as a document', () =>
  withWorkspace(
    shop({ 'boom.cjs': "setImmediate(() => void Promise.reject(new Error('boom')));" }),
    ({ bin, dir }) => {
      const run = bin(['check', '--json'], {
        env: { NODE_OPTIONS: `--require=${path.join(dir, 'boom.cjs')}` },
      });
      expect(run.exitCode).toBe(2);
      expect(run.stderr).toContain('error[internal-error] boom');
      expect(run.json()).toMatchObject({
        version: 1,
        command: 'check',
        exitCode: 2,
        databases: [],
        error: { code: 'internal-error', message: 'boom' },
      });
    },
  ));

test.skipIf(!existsSync('/dev/full')).each([['check'], ['check', '--json'], ['--version']])(
  'words that do not fit on a full disk are 2, not node’s own 7: %s %s',
  (...args) =>
    withWorkspace(shop(), ({ dir }) => {
      const full = openSync('/dev/full', 'w');
      const bin = path.join(packageFolder, 'bin/drizzle-guard.js');
      const run = spawnSync(process.execPath, [bin, ...args], {
        cwd: dir,
        encoding: 'utf8',
        stdio: ['ignore', full, 'pipe'],
      });
      closeSync(full);
      expect(run.stderr).toMatch(/^error\[internal-error\] ENOSPC.*\n {2}help: .*\n$/);
      expect(run.status).toBe(2);
    }),
);

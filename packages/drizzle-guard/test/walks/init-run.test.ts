import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cleanEnvironment, isLong, repositoryRoot, sampleOf } from 'testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withHusky } from '../../src/init/prepare-script';
import { databasePackage, MANIFEST, withRepository, type Repository } from '../support/repository';

const modules = path.join(repositoryRoot, 'node_modules');
const environment = {
  ...cleanEnvironment(),
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
} as NodeJS.ProcessEnv;

/** What the script of package.json does, as its package manager runs it. */
function prepare(repository: Repository, home: string): void {
  const folder = path.join(repository.dir, home);
  const { scripts } = JSON.parse(repository.read(path.join(home, 'package.json'))) as {
    scripts: Record<string, string>;
  };
  execFileSync(scripts['prepare']!, {
    cwd: folder,
    env: {
      ...environment,
      PATH: `${path.join(folder, 'node_modules/.bin')}:${process.env['PATH']}`,
      npm_lifecycle_event: 'prepare',
    },
    shell: true,
    stdio: 'pipe',
  });
}

function git(folder: string, ...words: string[]) {
  const who = ['-c', 'user.name=Test', '-c', 'user.email=test@localhost'];
  const run = spawnSync('git', [...who, ...words], { cwd: folder, env: environment, encoding: 'utf8' });
  return { exitCode: run.status, stderr: run.stderr };
}

describe.skipIf(process.platform === 'win32')('the hooks that init writes', () => {
  it.each(
    sampleOf(
      [
        [
          'of the root',
          '',
          { ...MANIFEST, 'package-lock.json': '{}', ...databasePackage('packages/db', 'db') },
          'run npm ci, or',
        ],
        [
          "of husky's recipe for a folder",
          'server',
          {
            'server/package.json':
              '{ "scripts": { "prepare": "cd .. && husky server/.husky" }, "devDependencies": { "husky": "9" } }',
            'server/pnpm-lock.yaml': '',
            'server/.husky/pre-commit': 'cd server\ntrue\n',
            ...databasePackage('server/packages/db', 'db'),
          },
          'run pnpm install in server, or',
        ],
        [
          'of a folder that has the only package.json',
          'my app',
          { 'my app/package.json': '{}', ...databasePackage('my app', 'db') },
          'run npm install in my app, or',
        ],
      ],
      2,
    ),
  )('%s judge commits, also in linked worktrees', async (_name, home, files, install) => {
    const [schema, text] = Object.entries<string>(files).find(([file]) => file.endsWith('schema.ts'))!;
    await withRepository({ ...files, [schema]: 'export {};\n' }, (repository) => {
      if (home !== '')
        renameSync(
          path.join(repository.dir, 'node_modules'),
          path.join(repository.dir, home, 'node_modules'),
        );
      expect(repository.bin(['init']).exitCode).toBe(0);
      prepare(repository, home);
      expect(repository.git('config', 'core.hooksPath')).toBe(path.join(repository.dir, home, '.husky/_'));
      repository.write({ [schema]: text });
      repository.git('add', '.');
      const commit = ['commit', '--quiet', '--message', 'Set up'];
      const stale = git(repository.dir, ...commit);
      expect(stale.exitCode).toBe(1);
      expect(stale.stderr).toContain('error[stale-schema]');
      repository.git(...commit, '--no-verify');

      const linked = path.join(path.dirname(repository.dir), `${path.basename(repository.dir)}-linked`);
      try {
        const added = git(repository.dir, 'worktree', 'add', '--quiet', '-b', 'feat', linked);
        expect(added).toEqual({ exitCode: 0, stderr: '' });
        writeFileSync(path.join(linked, schema), 'export {};\n');
        git(linked, 'add', '.');
        const stopped = git(linked, 'commit', '--quiet', '--message', 'X');
        expect(stopped.exitCode).toBe(1);
        expect(stopped.stderr).toContain(
          `drizzle-guard: dependencies are not installed in this worktree: ${install} commit with --no-verify; nothing was checked\n`,
        );
        expect(stopped.stderr).not.toContain('not found');
        expect(git(linked, 'commit', '--quiet', '--no-verify', '--message', 'X').exitCode).toBe(0);
        expect(git(linked, 'checkout', '--quiet', '--detach', 'HEAD~1')).toEqual({ exitCode: 0, stderr: '' });
        mkdirSync(path.join(linked, home), { recursive: true });
        symlinkSync(modules, path.join(linked, home, 'node_modules'));
        expect(git(linked, 'commit', '--quiet', '--allow-empty', '--message', 'Y').stderr).not.toContain(
          'not installed',
        );
      } finally {
        rmSync(linked, { recursive: true, force: true });
      }
    });
  });
});

it.skipIf(process.platform === 'win32')(
  'where bun is there and node is not, the hooks run by bun',
  async () => {
    const db = databasePackage('db', 'db');
    await withRepository(
      { ...MANIFEST, 'bun.lock': '{}', ...db, 'db/schema.ts': 'export {};\n' },
      (repository) => {
        expect(repository.bin(['init']).exitCode).toBe(0);
        repository.write({ 'db/schema.ts': db['db/schema.ts']! });
        repository.git('add', '.');
        const programs = path.join(repository.dir, 'programs');
        mkdirSync(programs);
        // bun runs what node runs: the one that is here answers to the name.
        symlinkSync(process.execPath, path.join(programs, 'bun'));
        symlinkSync(
          execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim(),
          path.join(programs, 'git'),
        );
        const run = spawnSync('/bin/sh', ['.husky/pre-commit'], {
          cwd: repository.dir,
          env: { ...environment, PATH: programs },
          encoding: 'utf8',
        });
        expect(run.stderr).toContain('error[stale-schema]');
        expect(run.status).toBe(1);
      },
    );
  },
);

describe.skipIf(process.platform === 'win32')('plain hooks', () => {
  const db = databasePackage('db', 'db');
  const files = { ...MANIFEST, ...db, 'db/schema.ts': 'export {};\n' };
  const OWN = '#!/bin/sh\necho ours\n';

  /** A stale commit is stopped, and what the user's own hook says is there too. */
  function expectBoth(repository: Repository): void {
    repository.write({ 'db/schema.ts': db['db/schema.ts']! });
    repository.git('add', '.');
    const stale = git(repository.dir, 'commit', '--quiet', '--message', 'Set up');
    expect(stale.exitCode).toBe(1);
    expect(stale.stderr).toMatch(/^ours\n[^]*error\[stale-schema\]/);
  }

  it('of .git/hooks run by husky after what init says to type', async () => {
    await withRepository(files, (repository) => {
      repository.write({ '.git/hooks/pre-commit': OWN });
      chmodSync(path.join(repository.dir, '.git/hooks/pre-commit'), 0o755);
      const { advice } = repository.bin(['init', '--json']).json() as { advice: string[] };
      const lines = advice.find((text) => text.includes('To share them'))!.split('\n\n')[1]!;
      execFileSync('sh', ['-ec', lines], {
        cwd: repository.dir,
        env: { ...environment, PATH: `${path.join(modules, '.bin')}:${process.env['PATH']}` },
        stdio: 'pipe',
      });
      prepare(repository, '');
      expect(repository.exists('.git/hooks/pre-commit')).toBe(false);
      expectBoth(repository);
    });
  });

  it('of a core.hooksPath go on beside a folder of husky that nothing sets up', async () => {
    const sleeping = { '.husky/pre-commit': 'exit 7\n', 'tools/hooks/pre-commit': OWN };
    await withRepository({ ...files, ...sleeping }, (repository) => {
      const hook = path.join(repository.dir, 'tools/hooks/pre-commit');
      chmodSync(hook, 0o755);
      repository.git('config', 'core.hooksPath', 'tools/hooks');
      const { advice } = repository.bin(['init', '--json']).json() as { advice: string[] };
      const lines = advice
        .find((text) => text.includes('Add there'))!
        .split('\n\n')[1]!
        .split('\n');
      appendFileSync(hook, `${/^pre-commit +(.*)$/.exec(lines[0]!)![1]}\n`);
      expect(repository.read('package.json')).not.toContain('husky');
      expectBoth(repository);
    });
  });
});

it.skipIf(process.platform === 'win32')(
  'Plug’n’Play, gone to later: the hooks say what to set, and init can be taken out',
  async () => {
    const yarn = { 'package.json': MANIFEST['package.json'], 'yarn.lock': '# yarn lockfile v1\n' };
    const db = databasePackage('db', 'db');
    await withRepository({ ...yarn, ...db, '.prettierignore': 'dist\n' }, (repository) => {
      expect(repository.bin(['init']).exitCode).toBe(0);
      prepare(repository, '');
      repository.write({ '.pnp.cjs': '', 'yarn.lock': '__metadata:\n' });
      rmSync(path.join(repository.dir, 'node_modules'));
      const stopped = git(repository.dir, 'commit', '--quiet', '--allow-empty', '--message', 'X');
      expect(stopped.stderr).toMatch(
        /^drizzle-guard: Yarn PnP has no node_modules, and drizzle-kit does not run there: put nodeLinker: node-modules into \.yarnrc\.yml, then run yarn install, or commit with --no-verify; nothing was checked\n/,
      );
      expect(stopped.exitCode).toBe(1);
      const again = repository.bin(['init', '--json']);
      expect(again.json()).toMatchObject({ exitCode: 2, error: { code: 'plug-n-play' } });
      const undone = repository.bin(['init', '--undo', '--json']);
      expect(undone.json()).toMatchObject({ exitCode: 0, advice: [] });
      repository.git('checkout', '--', 'yarn.lock');
      expect(repository.git('status', '--porcelain')).toBe('?? .pnp.cjs');
      expect(git(repository.dir, 'config', 'core.hooksPath').exitCode).toBe(1);
    });
  },
);

describe.skipIf(process.platform === 'win32')('the script that init writes', () => {
  it.each([
    undefined,
    'true',
    'false',
    'exit 3',
    'husky || true',
    'is-ci || husky',
    'true || husky',
    '[ -d .git ] && husky',
    'node missing.mjs',
  ])('ends as %j does, where nothing is installed', (script) => {
    const run = (line: string) =>
      spawnSync('sh', ['-c', line], { cwd: tmpdir(), env: { PATH: '/usr/bin:/bin' }, stdio: 'pipe' }).status;
    const before = script === undefined ? 0 : run(script);
    expect(run(withHusky(script)!)).toBe(before);
  });
});

// Without an install it is what the tests above say of the script; test:installs installs as users do.
describe.runIf(isLong)('an install without development dependencies, after init', () => {
  let folder: string;
  let manifest: string;
  beforeAll(() => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'drizzle-guard-install-')));
    const source = path.join(repositoryRoot, 'packages/drizzle-guard');
    // One command line, for the shell that Windows needs to find npm; nothing in it comes from elsewhere.
    execFileSync(`npm pack --ignore-scripts --pack-destination "${folder}"`, {
      cwd: source,
      shell: true,
      stdio: 'pipe',
    });
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

  it.each(
    sampleOf(
      [
        ['npm install --omit=dev --no-audit --no-fund', {}],
        ['npm install --omit=dev --no-audit --no-fund', { HUSKY: '0' }],
        ['npx --yes pnpm@10 install --prod --ignore-workspace', {}],
      ],
      3,
    ),
  )(
    '%s %j, of package.json alone, fails nothing',
    async (command, variables) => {
      const guard = `file:${path.join(folder, 'drizzle-guard-0.1.0.tgz')}`;
      await withRepository(
        {
          'package.json': `${JSON.stringify({ name: 'app', private: true, devDependencies: { 'drizzle-guard': guard } }, null, 2)}\n`,
        },
        (repository) => {
          repository.bin(['init']);
          manifest = repository.read('package.json');
        },
      );
      const image = mkdtempSync(path.join(folder, 'image-'));
      writeFileSync(path.join(image, 'package.json'), manifest);
      const kept = Object.entries(process.env).filter(
        ([name]) => !/^(GIT_|NX_|npm_(?!config_)|VITEST|CI$)/i.test(name),
      );
      const run = spawnSync(command, {
        cwd: image,
        shell: true,
        encoding: 'utf8',
        env: { ...Object.fromEntries(kept), ...variables },
      });
      expect(run.status, run.stdout + run.stderr).toBe(0);
      expect(run.stdout + run.stderr).toContain('husky && drizzle-guard hook install || exit 0');
    },
    180_000,
  );
});

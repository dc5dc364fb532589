import { isLong, sampleOf, withWorkspace, type Workspace } from 'testkit';
import { describe, expect, test } from 'vitest';
import { CONFIG, inFolder, shop } from './fixtures';

type Env = Record<string, string | undefined>;

/**
 * Where a command would go, as `status` says it: `migrate --dry-run` finds it in the same way, and then tries what is
 * pending on a throw-away database, which takes ten times as long.
 */
function plan(workspace: Workspace, args: string[] = [], env: Env = {}) {
  return asked(workspace, ['status', ...args], env, ({ migrations }) =>
    migrations?.filter(({ state }) => state === 'pending'),
  );
}

/** Where a dry run would go; it opens nothing, because none of these databases exists. */
function dryRun(workspace: Workspace, args: string[] = [], env: Env = {}) {
  return asked(workspace, ['migrate', '--dry-run', ...args], env, ({ pending }) => pending);
}

/** What a status and a dry run say of a database. */
interface Said {
  migrations?: { state: string }[];
  pending?: object[];
}

function asked(
  { bin }: Workspace,
  args: string[],
  env: Env,
  pendingOf: (database: Said) => object[] | undefined,
) {
  const run = bin([...args, '--json'], { env });
  const document = run.json();
  const { environment, target, error } = document.databases[0];
  return {
    exitCode: run.exitCode,
    where: environment && `${environment}: ${target}`,
    error: error ?? document.error,
    pending: pendingOf(document.databases[0])?.length,
    output: run.stdout + run.stderr,
  };
}

const development = { exitCode: 0, where: 'development: pglite .pglite', pending: 3 };
const onDirectory = (directory: string) => CONFIG.replace("'./.pglite'", directory);

describe('which environment', () => {
  test.runIf(isLong)('development by default, by its name, and by the variable', () =>
    withWorkspace(shop(), (workspace) => {
      for (const ask of [plan, dryRun]) {
        expect(ask(workspace)).toMatchObject(development);
        expect(ask(workspace, ['--environment', 'development'])).toMatchObject(development);
        expect(ask(workspace, [], { DRIZZLE_GUARD_ENVIRONMENT: 'development' })).toMatchObject(development);
      }
    }),
  );

  test('one that nothing defines is 2, for status as well', () =>
    withWorkspace(shop(), (workspace) => {
      expect(plan(workspace, ['-e', 'stagin'])).toMatchObject({
        exitCode: 2,
        error: { code: 'unknown-environment' },
      });
      expect(plan(workspace, [], { DRIZZLE_GUARD_ENVIRONMENT: 'prod' })).toMatchObject({ exitCode: 2 });
      expect(workspace.bin(['status', '-e', 'stagin']).exitCode).toBe(2);
    }));

  test('of two configs for one environment none is taken unasked', () =>
    withWorkspace(
      shop({
        'drizzle.config.prod.ts': onDirectory("'./prod'"),
        'drizzle.config.production.ts': onDirectory("'./production'"),
      }),
      (workspace) => {
        expect(plan(workspace)).toMatchObject(development);
        expect(plan(workspace, ['-e', 'production'])).toMatchObject({
          exitCode: 2,
          error: {
            code: 'invalid-configuration',
            message:
              'each of drizzle.config.prod.ts and drizzle.config.production.ts holds the connection of production of shop',
          },
        });
        const production = { config: 'drizzle.config.production.ts' };
        workspace.write({ 'drizzle-guard.json': JSON.stringify({ environments: { production } }) });
        expect(plan(workspace, ['-e', 'production']).where).toBe('production: pglite production');
      },
    ));

  test('staging and production never are a development file', () =>
    withWorkspace(shop(), (workspace) => {
      for (const name of ['staging', 'production']) {
        const run = workspace.bin(['migrate', '-e', name, '--json']);
        expect(run.exitCode).toBe(2);
        expect(run.json().databases[0].error).toMatchObject({
          code: 'not-its-database',
          message: `${name} has no connection of its own: the drizzle config names pglite .pglite, a development database of this checkout`,
        });
      }
      expect(workspace.exists('.pglite')).toBe(false);
    }));
});

describe('in CI', () => {
  test('a file of this checkout is development everywhere', () =>
    withWorkspace(shop(), (workspace) => {
      expect(dryRun(workspace, [], { CI: '1' })).toMatchObject(development);
      expect(plan(workspace, [], { CI: 'true' })).toMatchObject(development);
    }));

  test('any other database needs a name', () =>
    withWorkspace(
      {
        'outside/keep': '',
        'repository/.git/HEAD': '',
        ...inFolder('repository', shop({ 'drizzle.config.ts': onDirectory("'../outside/data'") })),
      },
      ({ bin, exists }) => {
        const run = (args: string[], CI: string) =>
          bin(['migrate', '--dry-run', '--json', ...args], { in: 'repository', env: { CI } });
        const refused = run([], '1');
        expect(refused.exitCode).toBe(2);
        expect(refused.json().databases[0].error).toMatchObject({ code: 'no-environment' });
        expect(run(['-e', 'development'], '1').exitCode).toBe(0);
        expect(run([], 'false').exitCode).toBe(0);
        expect(exists('outside/data')).toBe(false);
      },
    ));
});

describe('the connection of an environment', () => {
  test('is the config beside the database', () =>
    withWorkspace(shop({ 'drizzle.config.staging.ts': onDirectory("'./.staging'") }), (workspace) => {
      expect(plan(workspace, ['-e', 'staging'])).toMatchObject({
        exitCode: 0,
        where: 'staging: pglite .staging',
      });
      expect(dryRun(workspace)).toMatchObject(development);
      expect(plan(workspace, ['-e', 'production']).exitCode).toBe(2);
    }));

  test('is the config that drizzle-guard.json names', () =>
    withWorkspace(
      shop({
        'config/live.ts': onDirectory("'./.live'"),
        'drizzle-guard.json': '{ "environments": { "production": { "config": "config/live.ts" } } }',
      }),
      (workspace) => {
        expect(plan(workspace, ['-e', 'production'])).toMatchObject({ where: 'production: pglite .live' });
      },
    ));

  test('is the variable that drizzle-guard.json names', () =>
    withWorkspace(
      shop({ 'drizzle-guard.json': '{ "environments": { "qa": { "urlEnv": "QA_URL" } } }' }),
      (workspace) => {
        expect(plan(workspace, ['-e', 'qa'], { QA_URL: './.qa' })).toMatchObject({ where: 'qa: pglite .qa' });
        expect(plan(workspace, ['-e', 'qa'])).toMatchObject({
          exitCode: 2,
          error: { code: 'no-connection', message: expect.stringContaining('QA_URL, which is not set') },
        });
        workspace.write({ '.env.qa': 'QA_URL=./.from-file\n' });
        expect(plan(workspace, ['-e', 'qa'])).toMatchObject({ where: 'qa: pglite .from-file' });
      },
    ));

  test('is the variable of the database, before that of the environment', () =>
    withWorkspace(
      shop({
        'drizzle-guard.json': JSON.stringify({
          databases: { shop: { dir: '.', urlEnv: { qa: 'SHOP_QA_URL', tests: 'SHOP_TESTS_URL' } } },
          environments: { qa: { urlEnv: 'QA_URL' } },
        }),
      }),
      (workspace) => {
        const set = { QA_URL: './.all', SHOP_QA_URL: './.own', SHOP_TESTS_URL: './.tests' };
        expect(plan(workspace, ['-e', 'qa'], set)).toMatchObject({ where: 'qa: pglite .own' });
        expect(plan(workspace, ['-e', 'tests'], set)).toMatchObject({ where: 'tests: pglite .tests' });
        expect(plan(workspace, ['-e', 'qa'], { QA_URL: './.all' })).toMatchObject({
          exitCode: 2,
          error: { code: 'no-connection', message: expect.stringContaining('SHOP_QA_URL, which is not set') },
        });
      },
    ));

  test.runIf(isLong)('is read from the .env files that Nx would load', () =>
    withWorkspace(
      {
        'package.json': '{ "workspaces": ["packages/*"] }',
        ...inFolder('packages/db', shop({ 'drizzle.config.ts': onDirectory('process.env.DIRECTORY!') })),
        '.env': 'DIRECTORY=./root\n',
      },
      (workspace) => {
        const where = (args: string[] = [], env: Env = {}) => dryRun(workspace, args, env).where;
        expect(where()).toBe('development: pglite packages/db/root');
        workspace.write({
          'packages/db/.env': 'DIRECTORY=./package\n',
          '.env.migrate': 'DIRECTORY=./target\n',
        });
        expect(where()).toBe('development: pglite packages/db/package');
        workspace.write({ 'packages/db/.env.migrate': 'DIRECTORY=./package-target\n' });
        expect(where()).toBe('development: pglite packages/db/package-target');
        expect(where([], { DIRECTORY: './set' })).toBe('development: pglite packages/db/set');
      },
    ),
  );

  test('that is missing in the config is 2, and says which variable could be meant', () =>
    withWorkspace(shop({ 'drizzle.config.ts': onDirectory('process.env.DIRECTORY!') }), (workspace) => {
      expect(dryRun(workspace)).toMatchObject({ exitCode: 2, error: { code: 'no-credentials' } });
    }));
});

test('of several databases each has its turn, and one that cannot be dealt with makes it 2', () =>
  withWorkspace(
    {
      'package.json': '{ "workspaces": ["*"] }',
      ...inFolder(
        'a',
        shop({ 'package.json': '{ "name": "a" }', 'drizzle.config.ts': "throw new Error('no');" }),
      ),
      ...inFolder('b', shop({ 'package.json': '{ "name": "b" }' })),
    },
    ({ bin }) => {
      const run = bin(['migrate', '--dry-run', '--json']);
      expect(run.exitCode).toBe(2);
      expect(run.json().databases).toMatchObject([
        { name: 'a', environment: null, target: null, error: { code: 'cannot-evaluate' } },
        { name: 'b', environment: 'development', pending: [{}, {}, {}] },
      ]);
    },
  ));

describe('secrets', () => {
  const SECRET = 'postgres://ada:hunter2@db.example/shop';

  test('a config that fails with its connection in its words does not show the password', () =>
    withWorkspace(
      shop({ 'drizzle.config.ts': `throw new Error('cannot reach ' + process.env.DATABASE_URL);` }),
      (workspace) => {
        const { exitCode, output, error } = dryRun(workspace, [], { DATABASE_URL: SECRET });
        expect(exitCode).toBe(2);
        expect(error.message).toContain('cannot reach postgres://ada:***@db.example/shop');
        expect(output).not.toContain('hunter2');
      },
    ));

  test('the URL of a server is no directory of PGlite: refused, not shown, not created', () =>
    withWorkspace(
      shop({ 'drizzle-guard.json': '{ "environments": { "staging": { "urlEnv": "STAGING_URL" } } }' }),
      (workspace) => {
        const run = workspace.bin(['migrate', '-e', 'staging', '--json'], { env: { STAGING_URL: SECRET } });
        expect(run.exitCode).toBe(2);
        expect(run.json().databases[0].error.code).toBe('unsupported-database');
        expect(run.stdout + run.stderr).not.toContain('hunter2');
        expect(workspace.exists('postgres:')).toBe(false);
      },
    ));

  test.each(sampleOf(['memory://', 'idb://shop'], 2))('%s is no directory either', (url) =>
    withWorkspace(shop({ 'drizzle.config.ts': onDirectory(`'${url}'`) }), (workspace) => {
      expect(dryRun(workspace)).toMatchObject({ exitCode: 2, error: { code: 'unsupported-database' } });
    }),
  );

  test('a file: URL is a directory', () =>
    withWorkspace(shop({ 'drizzle.config.ts': onDirectory("'file:./.data'") }), (workspace) => {
      expect(plan(workspace)).toMatchObject({ exitCode: 0, where: 'development: pglite .data' });
    }));
});

import { withWorkspace } from 'testkit';
import { expect, test } from 'vitest';
import { withEnvFiles, type EnvFileRequest } from './env-files';

/** What NAME is, given files that each set it to their own path. */
async function winner(
  files: readonly string[],
  request: Partial<EnvFileRequest> = {},
  environment: NodeJS.ProcessEnv = {},
): Promise<string | undefined> {
  let value: string | undefined;
  await withWorkspace(Object.fromEntries(files.map((file) => [file, `NAME=${file}\n`])), ({ dir: root }) => {
    const result = withEnvFiles(environment, {
      root,
      dir: 'packages/db',
      project: 'db',
      target: 'migrate',
      configuration: null,
      ...request,
    });
    value = result['NAME'];
  });
  return value;
}

const inPackage = (...names: string[]) => names.map((name) => `packages/db/${name}`);

/** nx 23.2 getEnvFilesForTask: target and configuration, configuration, target, then none. */
const ORDER = [
  '.env.migrate.staging.local',
  '.env.migrate.staging',
  '.migrate.staging.local.env',
  '.migrate.staging.env',
  '.env.staging.local',
  '.env.staging',
  '.staging.local.env',
  '.staging.env',
  '.env.migrate.local',
  '.env.migrate',
  '.migrate.local.env',
  '.migrate.env',
  '.env.local',
  '.local.env',
  '.env',
];

test('with a configuration the files win in Nx’s order, the package’s before the root’s', async () => {
  const all = [...inPackage(...ORDER), ...ORDER];
  for (let first = 0; first < all.length; first++)
    expect(await winner(all.slice(first), { configuration: 'staging' })).toBe(all[first]);
});

test('without one, files of configurations are left alone', async () => {
  expect(await winner(['.env.staging', '.env.migrate.staging', '.env'])).toBe('.env');
  expect(await winner(['.env.staging'])).toBeUndefined();
});

test('what is set already wins over every file', async () => {
  expect(await winner(['.env'], {}, { NAME: 'set' })).toBe('set');
});

test('the package at the root reads the root’s files', async () => {
  expect(await winner(['.env', '.env.migrate'], { dir: '.' })).toBe('.env.migrate');
});

test('other variables are expanded, and the given environment is left as it is', async () => {
  await withWorkspace(
    { '.env': 'HOST=db.example\nURL=postgres://${HOST}:5432/${NAME}\n' },
    ({ dir: root }) => {
      const given = { NAME: 'shop' };
      const result = withEnvFiles(given, {
        root,
        dir: '.',
        project: 'db',
        target: 'migrate',
        configuration: null,
      });
      expect(result['URL']).toBe('postgres://db.example:5432/shop');
      expect(given).toEqual({ NAME: 'shop' });
      expect(process.env['URL']).toBeUndefined();
    },
  );
});

test('NX_LOAD_DOT_ENV_FILES=false switches it off', async () => {
  expect(await winner(['.env'], {}, { NX_LOAD_DOT_ENV_FILES: 'false' })).toBeUndefined();
});

test('where Nx has loaded the files of this very configuration nothing is loaded again', async () => {
  const nx = { NX_TASK_TARGET_TARGET: 'migrate', NX_TASK_TARGET_CONFIGURATION: 'staging' };
  expect(await winner(['.env.staging'], { configuration: 'staging' }, nx)).toBeUndefined();
});

test('where Nx has loaded the files of another configuration, what came from them gives way', async () => {
  const nx = { NX_TASK_TARGET_TARGET: 'migrate', NAME: '.env' };
  const files = ['.env', '.env.staging'];
  expect(await winner(files, { configuration: 'staging' }, nx)).toBe('.env.staging');
  expect(await winner(files, { configuration: 'staging' }, { ...nx, NAME: 'by hand' })).toBe('by hand');
});

test('so does a variable in which Nx has filled in others', async () => {
  const files = {
    '.env': 'HOST=localhost\nURL=postgres://${HOST}/shop\n',
    '.env.staging': 'HOST=db.example\nURL=postgres://${HOST}/shop\n',
  };
  await withWorkspace(files, ({ dir: root }) => {
    const nx = { NX_TASK_TARGET_TARGET: 'migrate', HOST: 'localhost', URL: 'postgres://localhost/shop' };
    const request = { root, dir: '.', project: 'db', target: 'migrate', configuration: 'staging' };
    expect(withEnvFiles(nx, request)['URL']).toBe('postgres://db.example/shop');
  });
});

test('also where what is filled in comes from the shell', async () => {
  const files = {
    '.env': 'HOST=localhost\nURL=postgres://${HOST}/shop\n',
    '.env.staging': 'URL=postgres://db.example/shop\n',
  };
  await withWorkspace(files, ({ dir: root }) => {
    const nx = { NX_TASK_TARGET_TARGET: 'migrate', HOST: '10.0.0.1', URL: 'postgres://10.0.0.1/shop' };
    const request = { root, dir: '.', project: 'db', target: 'migrate', configuration: 'staging' };
    expect(withEnvFiles(nx, request)).toMatchObject({ HOST: '10.0.0.1', URL: 'postgres://db.example/shop' });
  });
});

test('where a task of another project calls it, the package’s own files are loaded and win over the root’s', async () => {
  const nx = { NX_TASK_TARGET_TARGET: 'e2e', NX_TASK_TARGET_PROJECT: 'app', NAME: '.env' };
  expect(await winner(['packages/db/.env', '.env'], { target: 'e2e' }, nx)).toBe('packages/db/.env');
  expect(await winner(['packages/db/.env', '.env'], { target: 'e2e', project: null }, nx)).toBe('.env');
});

test('what cannot be read is passed over, as Nx does', async () => {
  await withWorkspace({ '.env/bin/activate': '', '.env.staging': 'NAME=staging\n' }, ({ dir: root }) => {
    const request = { root, dir: '.', project: 'db', target: 'migrate', configuration: 'staging' };
    expect(withEnvFiles({}, request)['NAME']).toBe('staging');
    const nx = { NX_TASK_TARGET_TARGET: 'migrate' };
    expect(withEnvFiles(nx, request)['NAME']).toBe('staging');
  });
});

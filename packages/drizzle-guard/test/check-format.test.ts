import { withWorkspace } from 'testkit';
import { expect, test } from 'vitest';
import { inFolder, shop, WIDER_SCHEMA } from './fixtures';

const files = {
  'package.json': '{ "name": "root", "workspaces": ["*"] }',
  ...inFolder('packages/db', shop({ 'src/schema.ts': WIDER_SCHEMA })),
};

test('github: the words for people, and a workflow command for each finding', () =>
  withWorkspace(files, ({ bin }) => {
    const run = bin(['check', '--format', 'github']);
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toMatchInlineSnapshot(`
      "shop  3 migrations
        error[stale-schema] the schema of shop has changes that no migration has:
          table entries: column author is new
          packages/db/src/schema.ts
          help: run \`npx drizzle-guard generate --database shop\` and commit the migration with the schema
      1 error, 0 warnings
      ::error file=packages/db/src/schema.ts,title=stale-schema (shop)::the schema of shop has changes that no migration has:%0A  table entries: column author is new%0Ahelp: run \`npx drizzle-guard generate --database shop\` and commit the migration with the schema
      "
    `);
  }));

test('every format has the commands as the package manager of the repository takes them', () =>
  withWorkspace({ ...files, 'pnpm-lock.yaml': '' }, ({ bin }) => {
    const help =
      'run `pnpm exec drizzle-guard generate --database shop` and commit the migration with the schema';
    const { stdout } = bin(['check', '--format', 'github']);
    expect(stdout.split(help)).toHaveLength(3);
    expect(bin(['check', '--json']).json().databases[0].findings[0].help).toBe(help);
    const usage = bin(['chekc', '--json']);
    expect(usage.json().error.help).toContain('`pnpm exec drizzle-guard --help`');
    expect(usage.stderr).toContain('`pnpm exec drizzle-guard --help`');
  }));

test('github: a command that fails as a whole is annotated too', () =>
  withWorkspace({ 'package.json': '{}' }, ({ bin }) => {
    const run = bin(['check', '--format=github']);
    expect(run.exitCode).toBe(2);
    expect(run.stdout).toMatch(/^::error title=no-database::no drizzle config was found/);
    expect(run.stderr).toContain('error[no-database]');
  }));

test('json is --json, and pretty is what there is without either', () =>
  withWorkspace(files, ({ bin }) => {
    expect(bin(['check', '--format', 'json'])).toMatchObject(stream(bin(['check', '--json'])));
    expect(bin(['check', '--format', 'pretty'])).toMatchObject(stream(bin(['check'])));
    expect(bin(['check', '--format=json', '--database', 'none']).json()).toMatchObject({
      exitCode: 2,
      error: { code: 'unknown-database' },
    });
  }));

test.each([
  [['--format', 'xml'], 'takes pretty or json or github or markdown, not xml'],
  [['--json', '--format', 'github'], '--json is --format json'],
])('%s is bad usage', (args, message) =>
  withWorkspace(files, ({ bin }) => {
    const run = bin(['check', ...args]);
    expect(run.exitCode).toBe(2);
    expect(run.stdout + run.stderr).toContain(message);
  }),
);

function stream({ exitCode, stdout, stderr }: { exitCode: number | null; stdout: string; stderr: string }) {
  return { exitCode, stdout, stderr };
}

import { isLong, sampleOf } from 'testkit';
import { describe, expect, test } from 'vitest';
import { CONFIG, inFolder, shop, WIDER_SCHEMA } from './fixtures';
import { withRepository, type Repository } from './support/repository';

/** A library of an Nx workspace that has one package.json, at the root. */
function library(folder: string, project: string): Record<string, string> {
  const { 'package.json': _, ...files } = shop({ 'project.json': project });
  return inFolder(folder, files);
}

const NX = {
  'package.json': '{ "name": "@acme/source" }',
  'nx.json': '{}',
  ...library('libs/billing', '{ "name": "billing" }'),
};
const FROM_ROOT = CONFIG.replaceAll("'./", "'./libs/billing/");

const names = ({ bin }: Repository, ...args: string[]) =>
  bin(['check', '--json', ...args])
    .json()
    .databases.map(({ name, findings, error }: { name: string; findings: unknown[]; error?: object }) => [
      name,
      error ?? findings,
    ]);

function stage(repository: Repository, file: string, text: string): void {
  repository.write({ [file]: text });
  repository.git('add', file);
}

describe('a project with its own drizzle config and no package.json', () => {
  test.each(
    sampleOf(
      [
        ['its paths count from the project', CONFIG],
        ['its paths count from the root', FROM_ROOT],
      ],
      2,
    ),
  )('%s', (_what, config) =>
    withRepository({ ...NX, 'libs/billing/drizzle.config.ts': config }, (repository) => {
      expect(names(repository)).toEqual([['billing', []]]);
      expect(names(repository, '--database', 'libs/billing')).toEqual([['billing', []]]);
      stage(repository, 'libs/billing/src/schema.ts', WIDER_SCHEMA);
      expect(repository.bin(['hook', 'pre-commit'])).toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining('error[stale-schema] the schema of billing'),
      });
      const made = repository.bin(['generate', '--database=libs/billing', '--name=authors']);
      expect(made.stdout).toContain('generated 0003_authors  libs/billing/drizzle/0003_authors.sql');
      repository.git('add', '.');
      expect(repository.bin(['hook', 'pre-commit']).exitCode).toBe(0);
      expect(names(repository)).toEqual([['billing', []]]);
    }),
  );

  test.runIf(isLong)('two of them, and one that leads to files from two folders is asked about', () =>
    withRepository(
      {
        ...NX,
        ...library('libs/orders', '{}'),
        'libs/orders/drizzle.config.ts': CONFIG.replaceAll("'./", "'./libs/orders/"),
        'src/schema.ts': WIDER_SCHEMA,
      },
      (repository) => {
        const [billing, orders] = names(repository);
        expect(orders).toEqual(['orders', []]);
        expect(billing).toMatchObject(['billing', { code: 'ambiguous-folder' }]);
        const [, line] = /is run: `(.*?)`/.exec(billing[1].help)!;
        repository.write({ 'drizzle-guard.json': `{ ${line} }` });
        expect(names(repository)).toEqual([
          ['billing', []],
          ['orders', []],
        ]);
      },
    ),
  );

  test('nothing there: both places are named', () =>
    withRepository(
      { ...NX, 'libs/billing/drizzle.config.ts': CONFIG.replace('schema.ts', 'gone.ts') },
      (one) => {
        const { stdout } = one.bin(['check']);
        expect(stdout).toContain(
          'correct `schema` in libs/billing/drizzle.config.ts; it counts from where drizzle-kit is run, and there is nothing from libs/billing nor from the root',
        );
      },
    ));
});

test.each(sampleOf(['apps/[tenant]/(web)', '!odd {a,b} #1', 'line\nbreak', 'build/.db'], 2))(
  'a package in the folder %j is judged, in the work tree, in the index and beside HEAD',
  (folder) =>
    withRepository({ 'package.json': '{ "name": "root" }', ...inFolder(folder, shop()) }, (repository) => {
      expect(names(repository)).toEqual([['shop', []]]);
      stage(repository, `${folder}/src/schema.ts`, WIDER_SCHEMA);
      expect(repository.bin(['hook', 'pre-commit'])).toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining('error[stale-schema] the schema of shop'),
      });
      expect(repository.bin(['generate', '--name=authors']).exitCode).toBe(0);
      repository.git('add', '.');
      expect(repository.bin(['hook', 'pre-commit'])).toMatchObject({ exitCode: 0 });
      expect(repository.bin(['hook', 'pre-commit'])).toMatchObject({ exitCode: 0 });
    }),
);

test('what git ignores, and what another repository within this one holds, is none of its databases', () =>
  withRepository(
    {
      'package.json': '{ "name": "root" }',
      '.gitignore': 'node_modules\ndist\n',
      ...inFolder('db', shop()),
    },
    (repository) => {
      const copies = ['dist/db', 'db/dist', '.trees/feat/db'];
      for (const folder of copies)
        for (const [file, text] of Object.entries(shop())) repository.write({ [`${folder}/${file}`]: text });
      repository.git('init', '--quiet', '.trees/feat');
      expect(repository.bin(['check']).stdout).toBe('shop  3 migrations, nothing found\n');
    },
  ));

test.runIf(isLong)(
  'a copy that git has is told of: by check, doctor and init, and by a hook where the commit touches it',
  () =>
    withRepository({ ...shop(), 'dist/drizzle.config.js': '', 'dist/other.js': '' }, (repository) => {
      const note =
        'not looked at: dist/drizzle.config.js, which looks like a copy that was made of drizzle.config.ts';
      expect(repository.bin(['check']).stdout).toContain(`note: ${note}`);
      expect(repository.bin(['check', '--json']).json().notes).toEqual([expect.stringContaining(note)]);
      expect(repository.bin(['doctor']).stdout).toContain(`note: ${note}`);
      expect(repository.bin(['init', '--dry-run']).stdout).toContain(note);
      stage(repository, 'dist/other.js', '// changed');
      expect(repository.bin(['hook', 'pre-commit']).stderr).toContain(note);
      repository.git('commit', '-qm', 'other', '--no-verify');
      stage(repository, 'src/more.ts', '// changed');
      expect(repository.bin(['hook', 'pre-commit']).stderr).toBe('');
    }),
);

test('a config that is no database is left out, and the error says how', () =>
  withRepository(
    {
      ...inFolder('db', shop()),
      'templates/app/drizzle.config.ts': 'throw new Error("no database");',
    },
    (repository) => {
      const { exitCode, stdout } = repository.bin(['check']);
      expect(exitCode).toBe(2);
      const [, line] = /is left out by ("databases": .*?false \})/.exec(stdout)!;
      expect(line).toBe('"databases": { "templates/app/drizzle.config.ts": false }');
      repository.write({ 'drizzle-guard.json': `{ ${line} }` });
      expect(repository.bin(['check'])).toMatchObject({
        exitCode: 0,
        stdout: 'shop  3 migrations, nothing found\n',
      });
      repository.git('add', '.');
      expect(repository.bin(['hook', 'pre-commit'])).toMatchObject({ exitCode: 0, stderr: '' });
      repository.write({ 'drizzle-guard.json': '{ "databases": { "templatez": false } }' });
      expect(repository.bin(['check']).stdout).toContain(
        'note: drizzle-guard.json: "templatez": false leaves nothing out',
      );
    },
  ));

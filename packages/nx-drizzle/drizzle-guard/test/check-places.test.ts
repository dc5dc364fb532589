import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { sampleOf, withRepository, withWorkspace } from 'testkit';
import { describe, expect, test } from 'vitest';
import { asked, askedOf, built } from './checked';
import { CONFIG, inFolder, SCHEMA, shop } from './fixtures';

const keys = (schema: string, out: string) =>
  `export default { dialect: 'postgresql', schema: ${schema}, out: ${out} };\n`;
const PATH = "import path from 'node:path';\nimport { fileURLToPath } from 'node:url';\n";

const ABSOLUTE: [name: string, text: string][] = [
  ['__dirname', keys("path.join(__dirname, 'src/schema.ts')", "path.join(__dirname, 'drizzle')")],
  [
    'import.meta.dirname',
    keys("[path.join(import.meta.dirname, 'src/*.ts')]", "path.resolve(import.meta.dirname, 'drizzle')"),
  ],
  [
    'fileURLToPath',
    keys(
      "fileURLToPath(new URL('./src', import.meta.url))",
      "fileURLToPath(new URL('drizzle/', import.meta.url))",
    ),
  ],
  ['the working directory', keys("path.resolve('src/schema.ts')", "path.join(process.cwd(), 'drizzle')")],
];

describe('absolute paths in a config', () => {
  test.each(ABSOLUTE)('by %s are those of the package', async (_name, text) => {
    const { exitCode, database } = await asked(
      inFolder('a [b]/db', shop({ 'drizzle.config.ts': PATH + text })),
    );
    expect(database).toMatchObject({ findings: [], migrationCount: 3 });
    expect(exitCode).toBe(0);
  });

  test.each(ABSOLUTE)('by %s also where the repository is reached through a link', async (_name, text) =>
    withWorkspace(inFolder('real', shop({ 'drizzle.config.ts': PATH + text })), async ({ dir }) => {
      symlinkSync(path.join(dir, 'real'), path.join(dir, 'link'));
      symlinkSync(path.join(dir, 'node_modules'), path.join(dir, 'real/node_modules'));
      const { databases } = await built.check({ cwd: path.join(dir, 'link') });
      expect(databases).toMatchObject([{ findings: [], migrationCount: 3 }]);
    }),
  );

  test.each(sampleOf(ABSOLUTE.slice(0, 3), 3))(
    'by %s in another work tree of the repository are those of that one',
    async (_name, text) =>
      withRepository(shop({ 'drizzle.config.ts': PATH + text }), async (repository) => {
        const other = repository.addWorktree('other', 'feat');
        other.write({ 'src/schema.ts': SCHEMA.replace('note:', "tag: text('tag'), note:") });
        expect((await askedOf(other)).database.findings).toMatchObject([{ code: 'stale-schema' }]);
        expect((await askedOf(repository)).exitCode).toBe(0);
        other.prepare('add', '.');
        expect(other.git(['commit', '--message', 'Tag']).stderr).toContain('column tag is new');
      }),
  );

  test.each([
    [
      'schema',
      keys("'/elsewhere/schema.ts'", "'./drizzle'"),
      'the schema of shop is /elsewhere/schema.ts, which',
    ],
    [
      'schema',
      keys("['./src/schema.ts', '../../shared/*.ts']", "'./drizzle'"),
      'the schema of shop is ../../shared/*.ts, which',
    ],
    [
      'out',
      keys("'./src/schema.ts'", "path.resolve(__dirname, '../../drizzle')"),
      'the migrations folder of shop is /',
    ],
  ])('of %s that lead out of the repository are 2', async (_key, text, words) => {
    const { exitCode, database } = await asked(shop({ 'drizzle.config.ts': PATH + text }));
    expect(exitCode).toBe(2);
    expect(database.error).toMatchObject({
      code: 'invalid-drizzle-config',
      message: expect.stringContaining(words),
    });
    expect(database.error.message).toContain('lies outside the repository');
  });
});

describe('a tsconfig.json that extends what a framework generates, and git ignores', () => {
  const generated = {
    '.svelte-kit/tsconfig.json':
      '{ "compilerOptions": { "paths": { "$lib": ["../src/lib"], "$lib/*": ["../src/lib/*"] } } }',
  };
  const files = shop({
    '.gitignore': '.svelte-kit\nnode_modules\n',
    'tsconfig.json': '{ "extends": "./.svelte-kit/tsconfig.json" }',
    'src/lib/columns.ts':
      "import { text } from 'drizzle-orm/pg-core';\nexport const note = text('note').notNull();\n",
    'src/schema.ts': `import { note } from '$lib/columns';\n${SCHEMA.replace("note: text('note').notNull()", 'note')}`,
  });

  test('is followed in the work tree and in a commit alike, and the answer rests on it', () =>
    withRepository(files, (repository) => {
      repository.write({ ...generated, 'notes.ts': 'export {};\n' });
      expect(repository.bin(['check'])).toMatchObject({ exitCode: 0 });
      repository.prepare('add', 'notes.ts');
      expect(repository.git(['commit', '--message', 'Notes'])).toMatchObject({ exitCode: 0, stderr: '' });
      expect(repository.bin(['check', '--head', 'index'])).toMatchObject({ exitCode: 0 });
      repository.remove('.svelte-kit');
      const run = repository.bin(['check', '--head', 'index', '--json']);
      expect(run.exitCode).toBe(2);
      expect(run.json().databases[0].error).toEqual({
        code: 'cannot-evaluate',
        message:
          'src/schema.ts imports $lib/columns, which may be an alias: .svelte-kit/tsconfig.json, which a tsconfig.json extends, is not there; run `npx svelte-kit sync`',
        help: 'generate that file, then run the command again',
      });
    }));

  test('is named where nobody knows what makes it', async () => {
    const other = { ...files, 'tsconfig.json': '{ "extends": "./.made/tsconfig.json" }' };
    const { database } = await asked(other);
    expect(database.error.message).toContain(
      '.made/tsconfig.json, which a tsconfig.json extends, is not there; run what generates it',
    );
  });
});

test('a config that is told its environment by its name too is one of its neighbour', () =>
  withWorkspace(
    shop({ 'drizzle.dev.local.config.ts': CONFIG, 'drizzle.config.prod.ts': CONFIG }),
    async (workspace) => {
      const { databases } = await built.check({ cwd: workspace.dir });
      expect(databases.map(({ name }) => name)).toEqual(['shop']);
    },
  ));

import { mkdirSync, symlinkSync } from 'node:fs';
import { sampleOf, type Workspace } from 'testkit';
import { describe, expect, test } from 'vitest';
import { asked, type Files } from './checked';
import { CONFIG, inFolder, SCHEMA, shop, WIDER_SCHEMA } from './fixtures';

const tables = (columns = '') =>
  `export const users = pgTable('users', { id: integer('id').primaryKey(), name: text('name').notNull() });
export const entries = pgTable('entries', { ${columns} note: text('note').notNull() });
`;
const IMPORT = "import { integer, pgTable, text } from 'drizzle-orm/pg-core';\n";

describe('what a schema may be made of', () => {
  const config = (schema: string, more = '') =>
    CONFIG.replace("'./src/schema.ts'", schema).replace("out: './drizzle',", `out: './drizzle',${more}`);
  const split = {
    'src/schema/users.ts': `${IMPORT}${tables().split('\n')[0]}`,
    'src/schema/entries.ts': `${IMPORT}${tables().split('\n')[1]}`,
  };
  const withoutFile = (more: Files): Files => {
    const { 'src/schema.ts': _file, ...others } = shop(more);
    return others;
  };

  test.each(
    sampleOf(
      [
        ['a folder', config("'./src/schema'"), split],
        ['a glob', config("'./src/**/*.ts'"), split],
        ['a list', config("['./src/schema/users.ts', './src/schema/entries.ts']"), split],
        [
          'a folder whose index re-exports the others',
          config("'./src/schema'"),
          { ...split, 'src/schema/index.ts': "export * from './users';\nexport * from './entries';\n" },
        ],
      ],
      2,
    ),
  )('%s: in sync, and stale once a file changes', async (_name, text, files) => {
    const together = withoutFile({ 'drizzle.config.ts': text, ...files });
    expect((await asked(together)).database).toMatchObject({ findings: [], notChecked: ['base'] });
    const changed = {
      ...together,
      'src/schema/entries.ts': together['src/schema/entries.ts']!.replace(
        'note:',
        "more: text('more'), note:",
      ),
    };
    expect((await asked(changed)).database.findings).toMatchObject([{ code: 'stale-schema' }]);
  });

  test.each<[string, Files]>([
    [
      'a .js import of a .ts file',
      { 'src/schema.ts': "export * from './tables.js';", 'src/tables.ts': SCHEMA },
    ],
    [
      'an import of a folder',
      { 'src/schema.ts': "export * from './tables';", 'src/tables/index.ts': SCHEMA },
    ],
    [
      'tsconfig paths through extends',
      {
        'src/schema.ts': "export * from '~/tables';",
        'lib/tables.ts': SCHEMA,
        'tsconfig.json': '{ "extends": "./tsconfig.base.json", /* comment */ }',
        'tsconfig.base.json': '{ "compilerOptions": { "paths": { "~/*": ["./lib/*"] } } }',
      },
    ],
    [
      '#imports of package.json',
      {
        'src/schema.ts': "export * from '#tables';",
        'lib/tables.ts': SCHEMA,
        'package.json': '{ "name": "shop", "imports": { "#tables": "./lib/tables.ts" } }',
      },
    ],
    [
      'the package’s own name',
      {
        'src/schema.ts': "export * from 'shop/tables';",
        'lib/tables.ts': SCHEMA,
        'package.json': '{ "name": "shop", "exports": { "./*": "./lib/*.ts" } }',
      },
    ],
    [
      'JSON',
      {
        'src/schema.ts': `import names from './names.json';\n${SCHEMA.replace("pgTable('entries'", 'pgTable(names.entries')}`,
        'src/names.json': '{ "entries": "entries" }',
      },
    ],
    [
      'import.meta.url, __dirname and files beside it',
      {
        'src/schema.ts': `import { readFileSync } from 'node:fs';\nimport path from 'node:path';
const name = readFileSync(new URL('./name.txt', import.meta.url), 'utf8');
const same = readFileSync(path.join(__dirname, 'name.txt'), 'utf8');
${SCHEMA.replace("pgTable('entries'", 'pgTable(name === same ? name : same')}`,
        'src/name.txt': 'entries',
      },
    ],
  ])('%s', async (_name, files) => {
    const { database } = await asked(shop(files));
    expect(database, database.error?.message).toMatchObject({ findings: [] });
    expect(database.error).toBeUndefined();
  });

  const sibling = {
    'package.json': '{ "workspaces": ["packages/*"] }',
    ...inFolder('packages/db', shop({ 'src/schema.ts': "export * from '@acme/tables';" })),
    'packages/tables/package.json': '{ "name": "@acme/tables", "exports": { ".": "./src/index.ts" } }',
    'packages/tables/src/index.ts': SCHEMA,
  };

  test('a package of the workspace, linked or not', async () => {
    const link = ({ dir }: Workspace) => {
      mkdirSync(`${dir}/packages/db/node_modules/@acme`, { recursive: true });
      symlinkSync('../../../tables', `${dir}/packages/db/node_modules/@acme/tables`);
    };
    expect((await asked(sibling)).database).toMatchObject({ findings: [] });
    expect((await asked(sibling, link)).database).toMatchObject({ findings: [] });
    const wider = { ...sibling, 'packages/tables/src/index.ts': WIDER_SCHEMA };
    expect((await asked(wider, link)).database.findings).toMatchObject([{ code: 'stale-schema' }]);
  });

  test('a package of the workspace that is not built says so', async () => {
    const built = {
      ...sibling,
      'packages/tables/package.json': '{ "name": "@acme/tables", "main": "./dist/index.js" }',
    };
    const { exitCode, database } = await asked(built);
    expect(exitCode).toBe(2);
    expect(database.error.message).toContain('it is not built, or does not export that');
    expect(database.error.help).toBe('build that package, then run the command again');
  });

  test('drizzle-kit’s casing', async () => {
    const camel = { 'src/schema.ts': SCHEMA.replace("text('note')", 'text()').replace('note:', 'note:') };
    expect((await asked(shop(camel))).database.findings).toEqual([]);
    const twoWords = { 'src/schema.ts': `${IMPORT}${tables('writtenBy: text(),')}` };
    const messageOf = async (casing: string) =>
      (await asked(shop({ ...twoWords, 'drizzle.config.ts': config("'./src/schema.ts'", casing) }))).database
        .findings[0].message;
    expect(await messageOf('')).toContain('column writtenBy is new');
    expect(await messageOf("casing: 'snake_case',")).toContain('column written_by is new');
  });
});

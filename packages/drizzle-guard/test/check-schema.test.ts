import { withWorkspace, type Workspace } from 'testkit';
import { describe, expect, test } from 'vitest';
import { CONFIG, inFolder, SCHEMA, shop, WIDER_SCHEMA } from './fixtures';

type Files = Record<string, string>;

/** Runs check in a workspace of these files and gives the only database of its document. */
async function checked(
  files: Files,
  env: Record<string, string> = {},
  prepare?: (workspace: Workspace) => void,
) {
  let result:
    { exitCode: number | null; output: string; database: ReturnType<typeof JSON.parse> } | undefined;
  await withWorkspace(files, (workspace) => {
    prepare?.(workspace);
    const run = workspace.bin(['check', '--json'], { env });
    result = { exitCode: run.exitCode, output: run.stdout + run.stderr, database: run.json().databases[0] };
  });
  return result!;
}

const tables = (columns = '') =>
  `export const users = pgTable('users', { id: integer('id').primaryKey(), name: text('name').notNull() });
export const entries = pgTable('entries', { ${columns} note: text('note').notNull() });
`;
const IMPORT = "import { integer, pgTable, text } from 'drizzle-orm/pg-core';\n";

describe('a schema that cannot be evaluated is 2, with the reason', () => {
  test.each([
    ['does not compile', 'export const a = ;\n', 'src/schema.ts:1:18 does not compile: Unexpected ";"'],
    ['awaits at the top', 'export const a = await 1;', 'Top-level await'],
    ['throws', "throw new Error('not today');", 'the schema of shop cannot be judged: not today'],
    ['throws what is no error', "throw 'just a text';", 'just a text'],
    [
      'imports a file that is not there',
      "import './gone.js';",
      'src/schema.ts imports ./gone.js, which is not in the work tree',
    ],
    ['imports a package that is not installed', "import 'left-pad-2';", 'left-pad-2 is not installed'],
    [
      'imports from outside of the repository',
      "import '../../../../outside';",
      'which lies outside the repository',
    ],
    [
      'ends the process',
      "console.log('bye');\nprocess.exit(3);",
      'ended with process.exit(3), after printing:\nbye',
    ],
  ])('%s', async (_name, text, words) => {
    const { exitCode, database } = await checked(shop({ 'src/schema.ts': text }));
    expect(exitCode).toBe(2);
    expect(database.error.code).toBe('cannot-evaluate');
    expect(database.error.message).toContain(words);
    expect(database.error.help).not.toBe('');
  });

  test.each([
    ['config', 'drizzle.config.ts', CONFIG],
    ['schema', 'src/schema.ts', SCHEMA],
  ])('a %s that fails in the background is an answer, never a crash', async (_name, file, text) => {
    const background = `${text}\nsetTimeout(() => { throw new Error('the pool is closed'); }, 5);\nvoid Promise.reject(new Error('the pool is closed'));\n`;
    const { exitCode, database } = await checked(shop({ [file]: background }));
    if (exitCode === 2)
      expect(database.error).toMatchObject({ code: 'cannot-evaluate', message: 'the pool is closed' });
    else expect(exitCode).toBe(0);
  });

  test('never ends', async () => {
    const { exitCode, database } = await checked(shop({ 'src/schema.ts': 'for (;;);' }), {
      DRIZZLE_GUARD_SCHEMA_TIMEOUT: '1500',
    });
    expect(exitCode).toBe(2);
    expect(database.error.message).toBe('evaluating it took longer than 1.5 s and was stopped');
  });

  test('is not there', async () => {
    const { exitCode, database } = await checked(
      shop({ 'drizzle.config.ts': CONFIG.replace('schema.ts', 'shema.ts') }),
    );
    expect(exitCode).toBe(2);
    expect(database.error).toMatchObject({
      code: 'schema-files-not-found',
      message: 'shop: no file of the work tree matches the schema ./src/shema.ts',
    });
  });

  test('a snapshot of an older format cannot be compared', async () => {
    const files = shop();
    const file = 'drizzle/meta/0002_snapshot.json';
    const { exitCode, database } = await checked({
      ...files,
      [file]: files[file]!.replace('"version": "7"', '"version": "5"'),
    });
    expect(exitCode).toBe(2);
    expect(database.error).toMatchObject({
      code: 'cannot-evaluate',
      help: expect.stringContaining('drizzle-kit up'),
    });
  });
});

describe('what a schema does while it is loaded stays where it is', () => {
  test('it may print, and keep a timer: neither disturbs the answer', async () => {
    const noisy = `${SCHEMA}\nconsole.log('{}'); console.error('oh'); setInterval(() => undefined, 1000);\n`;
    const { exitCode, output, database } = await checked(shop({ 'src/schema.ts': noisy }));
    expect(exitCode).toBe(0);
    expect(database.findings).toEqual([]);
    expect(output).not.toContain('oh');
  });

  test('it runs in the folder of its package, as under drizzle-kit', async () => {
    const text = `${SCHEMA}\nif (!process.cwd().endsWith('packages/db')) throw new Error(process.cwd());\n`;
    const { exitCode } = await checked({
      'package.json': '{ "workspaces": [] }',
      ...inFolder('packages/db', shop({ 'src/schema.ts': text })),
    });
    expect(exitCode).toBe(0);
  });

  test('it sees neither credentials nor git’s variables', async () => {
    const secret = 'postgres://ada:hunter2@db.example/shop';
    const text = `${SCHEMA}\nconst shown = Object.entries(process.env).map((one) => one.join('=')).join('\\n');
throw new Error('I see: ' + shown);\n`;
    const { database, output } = await checked(shop({ 'src/schema.ts': text }), {
      DATABASE_URL: secret,
      MAIN: secret,
      DB_PASSWORD: 'hunter2',
      GIT_DIR: '/elsewhere/.git',
      GIT_INDEX_FILE: '/elsewhere/.git/index.lock',
      HARMLESS: 'harmless',
    });
    expect(database.error.message).toContain('HARMLESS=harmless');
    expect(output).not.toMatch(/hunter2|DATABASE_URL|GIT_DIR|GIT_INDEX_FILE/);
  });
});

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

  test.each([
    ['a folder', config("'./src/schema'"), split],
    ['a glob', config("'./src/**/*.ts'"), split],
    ['a list', config("['./src/schema/users.ts', './src/schema/entries.ts']"), split],
    [
      'a folder whose index re-exports the others',
      config("'./src/schema'"),
      { ...split, 'src/schema/index.ts': "export * from './users';\nexport * from './entries';\n" },
    ],
  ])('%s: in sync, and stale once a file changes', async (_name, text, files) => {
    const together = withoutFile({ 'drizzle.config.ts': text, ...files });
    expect((await checked(together)).database).toMatchObject({ findings: [], notChecked: ['base'] });
    const changed = {
      ...together,
      'src/schema/entries.ts': together['src/schema/entries.ts']!.replace(
        'note:',
        "more: text('more'), note:",
      ),
    };
    expect((await checked(changed)).database.findings).toMatchObject([{ code: 'stale-schema' }]);
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
    const { database, output } = await checked(shop(files));
    expect(database, output).toMatchObject({ findings: [] });
    expect(database.error).toBeUndefined();
  });

  const sibling = {
    'package.json': '{ "workspaces": ["packages/*"] }',
    ...inFolder('packages/db', shop({ 'src/schema.ts': "export * from '@acme/tables';" })),
    'packages/tables/package.json': '{ "name": "@acme/tables", "exports": { ".": "./src/index.ts" } }',
    'packages/tables/src/index.ts': SCHEMA,
  };

  test('a package of the workspace, linked or not', async () => {
    const { symlinkSync, mkdirSync } = await import('node:fs');
    const link = ({ dir }: Workspace) => {
      mkdirSync(`${dir}/packages/db/node_modules/@acme`, { recursive: true });
      symlinkSync('../../../tables', `${dir}/packages/db/node_modules/@acme/tables`);
    };
    expect((await checked(sibling)).database).toMatchObject({ findings: [] });
    expect((await checked(sibling, {}, link)).database).toMatchObject({ findings: [] });
    const wider = { ...sibling, 'packages/tables/src/index.ts': WIDER_SCHEMA };
    expect((await checked(wider, {}, link)).database.findings).toMatchObject([{ code: 'stale-schema' }]);
  });

  test('a package of the workspace that is not built says so', async () => {
    const built = {
      ...sibling,
      'packages/tables/package.json': '{ "name": "@acme/tables", "main": "./dist/index.js" }',
    };
    const { exitCode, database } = await checked(built);
    expect(exitCode).toBe(2);
    expect(database.error.message).toContain('it is not built, or does not export that');
    expect(database.error.help).toBe('build that package, then run the command again');
  });

  test('drizzle-kit’s casing', async () => {
    const camel = { 'src/schema.ts': SCHEMA.replace("text('note')", 'text()').replace('note:', 'note:') };
    expect((await checked(shop(camel))).database.findings).toEqual([]);
    const twoWords = { 'src/schema.ts': `${IMPORT}${tables('writtenBy: text(),')}` };
    const messageOf = async (casing: string) =>
      (await checked(shop({ ...twoWords, 'drizzle.config.ts': config("'./src/schema.ts'", casing) })))
        .database.findings[0].message;
    expect(await messageOf('')).toContain('column writtenBy is new');
    expect(await messageOf("casing: 'snake_case',")).toContain('column written_by is new');
  });
});

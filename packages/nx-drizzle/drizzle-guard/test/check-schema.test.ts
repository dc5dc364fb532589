import { describe, expect, test } from 'vitest';
import { checked } from './checked';
import { CONFIG, inFolder, SCHEMA, shop } from './fixtures';

describe('a schema that cannot be evaluated is 2, with the reason', () => {
  test.each([
    ['does not compile', 'export const a = ;\n', 'src/schema.ts:1:18 does not compile: Unexpected ";"'],
    [
      'throws',
      "throw new Error('not today');",
      'the schema of shop cannot be judged: src/schema.ts: not today',
    ],
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
    [
      'a default that is a BigInt',
      {
        'src/schema.ts':
          "import { bigint, pgTable } from 'drizzle-orm/pg-core';\nexport const t = pgTable('t', { n: bigint('n', { mode: 'bigint' }).default(1n) });\n",
      },
      '.default(sql`1`)',
    ],
    [
      'what only a server component may import',
      {
        'src/schema.ts':
          "throw new Error('This module cannot be imported from a Client Component module.');\n",
      },
      'in no file that the schema imports',
    ],
    [
      'a config that is a function',
      {
        'drizzle.config.ts': "export default () => ({ dialect: 'postgresql', schema: './src/schema.ts' });\n",
      },
      'write `export default defineConfig({ … })`',
    ],
  ])('the help is about %s', async (_what, files, help) => {
    const { exitCode, database } = await checked(shop(files));
    expect([exitCode, database.error.help]).toEqual([2, expect.stringContaining(help)]);
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
    expect(exitCode).toBe(1);
    expect(database).toMatchObject({
      findings: [{ code: 'outdated-snapshot', help: expect.stringContaining('drizzle-kit up') }],
      notChecked: expect.arrayContaining(['schema']),
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
      LC_HARMLESS: 'harmless',
    });
    expect(database.error.message).toContain('LC_HARMLESS=harmless');
    expect(output).not.toMatch(/hunter2|DATABASE_URL|GIT_DIR|GIT_INDEX_FILE/);
  });
});

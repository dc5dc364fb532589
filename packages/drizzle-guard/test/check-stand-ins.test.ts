import { kitOneModules, sampleOf, withRepository, withWorkspace } from 'testkit';
import { describe, expect, test } from 'vitest';
import { asked, askedOf } from './checked';
import { SCHEMA, shop } from './fixtures';

const KEYS = "dialect: 'postgresql', schema: './src/schema.ts', out: './drizzle'";
const config = (url: string, keys = KEYS) => `export default { ${keys}, dbCredentials: { url: ${url} } };\n`;
const THROWS = `if (!process.env.DATABASE_URL) throw new Error('not set');\n${config('process.env.DATABASE_URL')}`;
const URL_OF_HOST = "'postgres://' + DB_HOST + ':' + DB_PORT";

/** What a config may want of its environment, and the variables for which it needs a stand-in. */
const CONFIGS: [name: string, text: string, standIns: string[]][] = [
  ['takes it as it is', config('process.env.DATABASE_URL!'), []],
  ['throws', THROWS, ['DATABASE_URL']],
  ['has a default', config("process.env.DATABASE_URL ?? 'postgres://localhost'"), []],
  [
    'cuts it up',
    `const host = process.env.PG_CONN.split('@')[1].split(':')[0];\n${config('host')}`,
    ['PG_CONN'],
  ],
  ['parses it', `const url = new URL(process.env.SHOP_MAIN!);\n${config('url.href')}`, ['SHOP_MAIN']],
  [
    'builds it',
    `const { DB_HOST, DB_PORT } = process.env;\nif (!DB_HOST) throw new Error('no host');\nif (Number.isNaN(Number(DB_PORT))) throw new Error('no port');\n${config(URL_OF_HOST)}`,
    ['DB_HOST', 'DB_PORT'],
  ],
  [
    'ends the process',
    `if (!process.env.DATABASE_URL) { console.error('set it'); process.exit(1); }\n${config('process.env.DATABASE_URL')}`,
    ['DATABASE_URL'],
  ],
  [
    'ends the process where it caught something',
    `try { new URL(process.env.DATABASE_URL!); } catch { process.exit(1); }\n${config('process.env.DATABASE_URL')}`,
    ['DATABASE_URL'],
  ],
  [
    'asserts it',
    `import assert from 'node:assert';\nassert(process.env.A_URL);\n${config("'x'")}`,
    ['A_URL'],
  ],
  [
    'awaits at the top',
    `import { defineConfig } from 'drizzle-kit';\nconst url = await Promise.resolve(process.env.DATABASE_URL);\nif (!url) throw new Error('no url');\nexport default defineConfig({ ${KEYS}, dbCredentials: { url } });\n`,
    ['DATABASE_URL'],
  ],
  [
    'loads a file of variables that is not there',
    `import 'dotenv/config';\nimport { env } from './src/env';\n${config('env.url')}`,
    ['DATABASE_URL'],
  ],
  [
    'copies it whole',
    `const env = { ...process.env };\nfor (const name of ['DATABASE_URL', 'APP_KEY']) if (!env[name]) throw new Error('missing ' + name);\n${config('env.DATABASE_URL')}`,
    ['DATABASE_URL', 'APP_KEY'],
  ],
  [
    'names nothing',
    `const need = (name) => { if (!process.env[name]) throw new Error('incomplete'); return process.env[name]; };\n${config("need('ONE') + need('TWO')")}`,
    ['ONE', 'TWO'],
  ],
  [
    'validates it with zod',
    `import { z } from 'zod';
const env = z.object({ DATABASE_URL: z.string().url(), AUTH: z.string().min(40), PORT: z.coerce.number().int(),
  MODE: z.enum(['alpha', 'beta']), CONTACT: z.string().email(), OPTIONAL: z.string().optional(), LEVEL: z.string().default('info'),
}).parse(process.env);\n${config('env.DATABASE_URL')}`,
    ['DATABASE_URL', 'AUTH', 'PORT', 'MODE', 'CONTACT'],
  ],
  [
    'validates it with t3-env',
    `import { createEnv } from '@t3-oss/env-core';\nimport { z } from 'zod';
const env = createEnv({ server: { DATABASE_URL: z.url(), AUTH_SECRET: z.string().min(32), REGION: z.string().min(1) },
  runtimeEnv: process.env, emptyStringAsUndefined: true, skipValidation: !!process.env.SKIP_ENV_VALIDATION });\n${config('env.DATABASE_URL')}`,
    ['DATABASE_URL', 'AUTH_SECRET', 'REGION'],
  ],
  [
    'has a default for something else',
    `if (!process.env.DATABASE_URL) throw new Error('not set');\n${config("'x'", KEYS.replace("'./drizzle'", "process.env.OUT_DIR ?? './drizzle'"))}`,
    ['DATABASE_URL'],
  ],
];
const ENV = `if (!process.env.DATABASE_URL) throw new Error('Invalid environment');
export const env = { url: process.env.DATABASE_URL };\n`;

describe('a config that wants its environment is evaluated with stand-ins for what it needs, and for nothing else', () => {
  test.each(sampleOf(CONFIGS, 4))('it %s', async (_name, text, standIns) => {
    const { exitCode, database } = await asked(shop({ 'drizzle.config.ts': text, 'src/env.ts': ENV }));
    expect(database.error).toBeUndefined();
    expect(database.findings).toEqual([]);
    expect(exitCode).toBe(0);
    expect(database.standIns ?? []).toEqual(standIns);
  });

  test.each([
    ['CommonJS', 'drizzle.config.js', THROWS.replace('export default', 'module.exports =')],
    ['an ES module', 'drizzle.config.mjs', THROWS],
    ['a module of TypeScript', 'drizzle.config.mts', THROWS],
  ])('be it %s', async (_name, file, text) => {
    const { 'drizzle.config.ts': _, ...files } = shop();
    const { exitCode, database } = await asked({ ...files, [file]: text });
    expect(database).toMatchObject({ findings: [], standIns: ['DATABASE_URL'] });
    expect(exitCode).toBe(0);
  });

  test.each([
    [
      'mysql',
      "import { int, mysqlTable } from 'drizzle-orm/mysql-core';\nexport const t = mysqlTable('t', { id: int('id') });",
    ],
    [
      'sqlite',
      "import { integer, sqliteTable } from 'drizzle-orm/sqlite-core';\nexport const t = sqliteTable('t', { id: integer('id') });",
    ],
    [
      'turso',
      "import { integer, sqliteTable } from 'drizzle-orm/sqlite-core';\nexport const t = sqliteTable('t', { id: integer('id') });",
    ],
  ])('whatever its dialect: %s', async (dialect, schema) => {
    const checks = `const { protocol } = new URL(process.env.DATABASE_URL);\nif (protocol !== { mysql: 'mysql:', sqlite: 'file:', turso: 'libsql:' }['${dialect}']) throw new Error(protocol);\n`;
    const text = checks + config("''", KEYS.replace('postgresql', dialect));
    const files = {
      'package.json': '{ "name": "shop" }',
      'drizzle.config.ts': text,
      'src/schema.ts': schema,
    };
    const { database } = await asked(files);
    expect(database).toMatchObject({ standIns: ['DATABASE_URL'], findings: [{ code: 'stale-schema' }] });
  });

  test('in the folders layout too', async () => {
    const files = {
      'package.json': '{ "name": "shop" }',
      'drizzle.config.ts': THROWS,
      'src/schema.ts': SCHEMA,
    };
    const { database } = await asked(files, undefined, kitOneModules());
    expect(database).toMatchObject({ standIns: ['DATABASE_URL'], findings: [{ code: 'stale-schema' }] });
  });

  test('which people are told, and programs; a variable that is set is withheld all the same', () =>
    withWorkspace(shop({ 'drizzle.config.ts': THROWS }), ({ bin }) => {
      const env = { DATABASE_URL: 'postgres://ada:hunter2@db.example/shop' };
      expect(bin(['check'], { env })).toMatchObject({
        exitCode: 0,
        stdout: 'shop  3 migrations, nothing found\n  evaluated with a stand-in for DATABASE_URL\n',
      });
      const run = bin(['check', '--json'], { env });
      expect(run.json().databases[0].standIns).toEqual(['DATABASE_URL']);
      expect(run.stdout + run.stderr).not.toContain('hunter2');
    }));

  test('a change of the schema is found', async () => {
    const schema = SCHEMA.replace("note: text('note')", "author: text('author'), note: text('note')");
    const { exitCode, database } = await asked(
      shop({ 'drizzle.config.ts': THROWS, 'src/schema.ts': schema }),
    );
    expect(exitCode).toBe(1);
    expect(database.findings).toMatchObject([{ code: 'stale-schema' }]);
  });
});

describe('a schema that wants its environment', () => {
  const importing = `import './env';\n${SCHEMA}`;

  test.each([
    ['imports what validates it', { 'src/schema.ts': importing, 'src/env.ts': ENV }, ['DATABASE_URL']],
    [
      'imports what ends the process',
      {
        'src/schema.ts': importing,
        'src/env.ts': 'if (!process.env.APP_KEY) process.exit(1);\nexport {};\n',
      },
      ['APP_KEY'],
    ],
    [
      'awaits at the top',
      {
        'src/schema.ts': `${SCHEMA}\nawait Promise.resolve();\nif (!process.env.A_TOKEN) throw new Error('A_TOKEN');\n`,
      },
      ['A_TOKEN'],
    ],
    [
      'beside a config that does',
      {
        'src/schema.ts': importing,
        'src/env.ts': ENV.replaceAll('DATABASE_URL', 'REDIS_URL'),
        'drizzle.config.ts': THROWS,
      },
      ['DATABASE_URL', 'REDIS_URL'],
    ],
  ])('%s', async (_name, files, standIns) => {
    const { exitCode, database } = await asked(shop(files));
    expect(database).toMatchObject({ findings: [], standIns });
    expect(exitCode).toBe(0);
  });

  test('is not judged where the value would be part of it', async () => {
    const prefixed = `import { env } from './env';\n${SCHEMA.replace("'users'", '`${env.url}_users`')}`;
    const { exitCode, database } = await asked(
      shop({ 'src/schema.ts': prefixed, 'src/env.ts': ENV.replaceAll('DATABASE_URL', 'PREFIX') }),
    );
    expect(exitCode).toBe(2);
    expect(database.error).toEqual({
      code: 'cannot-evaluate',
      message:
        'the schema of shop cannot be judged: the value of PREFIX is part of what it says, and is not known here',
      help: 'give values to evaluate with in drizzle-guard.json: "databases": { "shop": { "dir": ".", "evaluate": { "env": { "PREFIX": "…" } } } }',
    });
  });
});

describe('where no stand-in helps', () => {
  const STUBBORN = `if (process.env.PASSPHRASE !== 'sesame') throw new Error('PASSPHRASE is wrong');\n${config("'x'")}`;

  test('it is 2 with what threw, and both ways out lead out', () =>
    withWorkspace(shop({ 'drizzle.config.ts': STUBBORN }), async (workspace) => {
      const { exitCode, database } = await askedOf(workspace);
      expect(exitCode).toBe(2);
      expect(database.error).toEqual({
        code: 'cannot-evaluate',
        message:
          'drizzle.config.ts cannot be evaluated: PASSPHRASE is wrong (with a stand-in for PASSPHRASE too)',
        help: 'give values to evaluate with in drizzle-guard.json: "databases": { "shop": { "dir": ".", "evaluate": { "env": { "PASSPHRASE": "…" } } } }; or state dialect, schema, out and, where it has one, casing of shop under "databases" in drizzle-guard.json, so that it is not evaluated; one that is no database of this repository is left out by "databases": { "drizzle.config.ts": false }',
      });
      const configure = (shopEntry: object) =>
        workspace.write({
          'drizzle-guard.json': JSON.stringify({ databases: { shop: { dir: '.', ...shopEntry } } }),
        });
      configure({ evaluate: { env: { PASSPHRASE: 'sesame' } } });
      const given = await askedOf(workspace);
      expect(given.database).toMatchObject({ findings: [] });
      expect(given.database).not.toHaveProperty('standIns');
      configure({ dialect: 'postgresql', schema: './src/schema.ts', out: './drizzle' });
      expect((await askedOf(workspace)).exitCode).toBe(0);
    }));

  test('of what its settings would be made of too', async () => {
    const text = `if (!process.env.TENANT) throw new Error('whose?');\n${config("'x'", KEYS.replace("'./drizzle'", "'./drizzle/' + process.env.TENANT"))}`;
    const { exitCode, database } = await asked(shop({ 'drizzle.config.ts': text }));
    expect(exitCode).toBe(2);
    expect(database.error.message).toBe(
      'drizzle.config.ts cannot be evaluated: the value of TENANT is part of what it says, and is not known here',
    );
  });

  test('a setting that is missing names the variable that it would come from', async () => {
    const text = config("'x'", KEYS.replace("'postgresql'", 'process.env.DIALECT'));
    const { database } = await asked(shop({ 'drizzle.config.ts': text }));
    expect(database.error).toMatchObject({
      code: 'invalid-drizzle-config',
      message: expect.stringContaining('(it reads DIALECT, which is not set, or withheld)'),
      help: expect.stringContaining('"evaluate": { "env": { "DIALECT": "…" } }'),
    });
  });

  test('a package that is not installed is told', async () => {
    const text = `import 'dotenv-of-nobody/config';\n${config("'x'")}`;
    const { database } = await asked(shop({ 'drizzle.config.ts': text }));
    expect(database.error.message).toContain('dotenv-of-nobody is not installed');
  });
});

test('what connects uses no stand-in and no stated value: the variable has to be there', () =>
  withWorkspace(
    shop({
      'drizzle.config.ts': THROWS,
      'drizzle-guard.json':
        '{ "databases": { "shop": { "dir": ".", "evaluate": { "env": { "DATABASE_URL": "postgres://stated.invalid" } } } } }',
    }),
    ({ bin }) => {
      for (const command of ['migrate', 'status']) {
        const run = bin([command, '--json']);
        expect(run.exitCode).toBe(2);
        expect(run.json().databases[0].error).toEqual({
          code: 'cannot-evaluate',
          message: 'drizzle.config.ts cannot be evaluated: not set (it reads DATABASE_URL, which is not set)',
          help: 'set DATABASE_URL, then run the command again; no database was opened',
        });
      }
    },
  ));

test('what drizzle-guard.json states for evaluating has the shape that it must have', () =>
  withWorkspace(
    shop({
      'drizzle-guard.json':
        '{ "databases": { "shop": { "dir": ".", "evaluate": { "env": { "A B": 1 } } } } }',
    }),
    ({ bin }) => {
      const { error } = bin(['check', '--json']).json();
      expect(error).toMatchObject({ code: 'invalid-configuration' });
    },
  ));

describe('a variable that is set and withheld', () => {
  const schemaOf = (name: string) => SCHEMA.replace("pgTable('users'", `pgTable(${name}`);
  const PREFIXED = schemaOf("(process.env.TABLE_PREFIX ?? '') + 'users'");

  test('is told where a default stands for it and it would be a part of what is said, also by what was kept', () =>
    withRepository(shop({ 'src/schema.ts': PREFIXED }), ({ bin }) => {
      for (const _ of ['anew', 'as it was kept']) {
        expect(bin(['check'])).toMatchObject({ exitCode: 0, stdout: 'shop  3 migrations, nothing found\n' });
        const run = bin(['check', '--json'], { env: { TABLE_PREFIX: 'x_' } });
        expect(run.exitCode).toBe(2);
        expect(run.json().databases[0].error.message).toBe(
          'the schema of shop cannot be judged: the value of TABLE_PREFIX is part of what it says, and is not known here',
        );
      }
    }));

  test('is nothing to tell where it changes nothing that is taken', () =>
    withRepository(
      shop({ 'src/schema.ts': `export const url = process.env.DATABASE_URL ?? 'none';\n${SCHEMA}` }),
      ({ bin }) => {
        const env = { DATABASE_URL: 'postgres://ada:hunter2@db.example/shop' };
        expect(bin(['check'], { env })).toMatchObject({ exitCode: 0, stderr: '' });
      },
    ));

  test('stated in drizzle-guard.json it is known', () =>
    withRepository(
      shop({
        'src/schema.ts': PREFIXED,
        'drizzle-guard.json': JSON.stringify({
          databases: { shop: { dir: '.', evaluate: { env: { TABLE_PREFIX: '' } } } },
        }),
      }),
      ({ bin }) => {
        expect(bin(['check'], { env: { TABLE_PREFIX: 'x_' } })).toMatchObject({ exitCode: 0 });
      },
    ));

  test('stated in drizzle-guard.json, drizzle-kit has the same value when it generates', () => {
    const stated = { databases: { shop: { dir: '.', evaluate: { env: { NOTE: 'stated' } } } } };
    const schema = SCHEMA.replace(
      "note: text('note').notNull()",
      "$&, noted: text(process.env.NOTE ?? 'unstated')",
    );
    return withRepository(
      shop({ 'src/schema.ts': schema, 'drizzle-guard.json': JSON.stringify(stated) }),
      ({ bin, read }) => {
        const run = bin(['generate', '--name', 'noted'], { env: { NOTE: 'of the shell' } });
        expect(run.exitCode).toBe(0);
        expect(read('drizzle/0003_noted.sql')).toBe('ALTER TABLE "entries" ADD COLUMN "stated" text;');
      },
    );
  });
});

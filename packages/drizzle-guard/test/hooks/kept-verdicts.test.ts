import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot, type BinRun, type Repository } from 'testkit';
import { describe, expect, test } from 'vitest';
import { CONFIG } from '../fixtures';
import { schemaWith, steps, withDb } from './fixtures';

type Files = Record<string, string>;

const SCHEMA = 'db/src/schema.ts';
const COLUMN = "import { text } from 'drizzle-orm/pg-core';\nexport const more = { tag: text('tag') };\n";
const NOTHING = 'export const more = {};\n';
const NEW_COLUMN = 'table entries: column tag is new';

/** Leaves a mark beside the repository each time that it is evaluated. */
const MARK = `import { appendFileSync } from 'node:fs';\nappendFileSync(process.cwd() + '/../../evaluated', '.');\n`;

/** A schema that takes columns from what `statement` gives as `more`. */
function using(statement: string): string {
  const withMore = schemaWith().replace(
    "  note: text('note').notNull(),\n",
    "  note: text('note').notNull(),\n  ...more,\n",
  );
  return `${MARK}${statement}\n${withMore}`;
}

function evaluations(repository: Repository): number {
  return readFileSync(path.join(path.dirname(repository.dir), 'evaluated'), 'utf8').length;
}

function stage(repository: Repository, files: Files): void {
  repository.write(files);
  repository.prepare('add', '.');
}

function preCommit(repository: Repository, env: Files = {}): BinRun {
  return repository.bin(['hook', 'pre-commit'], { env: { ...repository.env, ...env } });
}

interface Input {
  /** What there is at first, in sync with the snapshot. */
  files?: Files;
  /** Not under git. */
  installed?: Files;
  change: (repository: Repository) => void;
  env?: Files;
  /** What the hook says then. */
  says: string;
  /** Of what is not under git HEAD would say the same, so nothing is stopped. */
  exitCode?: 0;
}

const OLDER = { says: '1 older finding, not of this change', exitCode: 0 } as const;

const INPUTS: Record<string, Input> = {
  'the schema': {
    change: (repository) => stage(repository, { [SCHEMA]: MARK + schemaWith('tag') }),
    says: NEW_COLUMN,
  },
  'a file that it imports': {
    files: { [SCHEMA]: using("import { more } from './more';"), 'db/src/more.ts': NOTHING },
    change: (repository) => stage(repository, { 'db/src/more.ts': COLUMN }),
    says: NEW_COLUMN,
  },
  'a new file in place of a folder’s index': {
    files: { [SCHEMA]: using("import { more } from './more';"), 'db/src/more/index.ts': NOTHING },
    change: (repository) => stage(repository, { 'db/src/more.ts': COLUMN }),
    says: NEW_COLUMN,
  },
  'a new file in the schema’s folder': {
    files: { [SCHEMA]: MARK + schemaWith(), 'db/drizzle.config.ts': CONFIG.replace('schema.ts', '*.ts') },
    change: (repository) =>
      stage(repository, {
        'db/src/more.ts':
          "import { pgTable, text } from 'drizzle-orm/pg-core';\nexport const more = pgTable('more', { a: text() });\n",
      }),
    says: 'table more is new',
  },
  'a sibling’s source': {
    files: {
      [SCHEMA]: using("import { more } from 'shared';"),
      'shared/package.json': '{ "name": "shared", "exports": "./index.ts" }',
      'shared/index.ts': NOTHING,
    },
    change: (repository) => stage(repository, { 'shared/index.ts': COLUMN }),
    says: NEW_COLUMN,
  },
  'a sibling’s package.json': {
    files: {
      [SCHEMA]: using("import { more } from 'shared';"),
      'shared/package.json': '{ "name": "shared", "exports": "./index.ts" }',
      'shared/index.ts': NOTHING,
      'shared/other.ts': COLUMN,
    },
    change: (repository) =>
      stage(repository, { 'shared/package.json': '{ "name": "shared", "exports": "./other.ts" }' }),
    says: NEW_COLUMN,
  },
  'a sibling’s build, which git ignores': {
    files: {
      [SCHEMA]: using("import { more } from 'shared';"),
      'shared/package.json': '{ "name": "shared", "main": "./dist/index.js" }',
      '.gitignore': 'dist\n',
    },
    installed: { 'shared/dist/index.js': 'exports.more = {};\n' },
    change: (repository) =>
      repository.write({
        'shared/dist/index.js': "exports.more = { tag: require('drizzle-orm/pg-core').text('tag') };\n",
      }),
    ...OLDER,
  },
  'a tsconfig that is extended': {
    files: {
      [SCHEMA]: using("import { more } from '@lib/more';"),
      'tsconfig.base.json': '{ "compilerOptions": { "paths": { "@lib/*": ["./one/*"] } } }',
      'db/tsconfig.json': '{ "extends": "../tsconfig.base.json" }',
      'one/more.ts': NOTHING,
      'two/more.ts': COLUMN,
    },
    change: (repository) =>
      stage(repository, {
        'tsconfig.base.json': '{ "compilerOptions": { "paths": { "@lib/*": ["./two/*"] } } }',
      }),
    says: NEW_COLUMN,
  },
  'a tsconfig that was not there': {
    files: {
      [SCHEMA]: using("import { more } from '@lib/more';"),
      'tsconfig.json': '{ "compilerOptions": { "paths": { "@lib/*": ["./one/*"] } } }',
      'one/more.ts': NOTHING,
      'two/more.ts': COLUMN,
    },
    change: (repository) =>
      stage(repository, {
        'db/tsconfig.json': '{ "compilerOptions": { "paths": { "@lib/*": ["../two/*"] } } }',
      }),
    says: NEW_COLUMN,
  },
  'the newest snapshot': {
    files: { ...steps({ tag: '0003_tag', column: 'tag' }), [SCHEMA]: MARK + schemaWith('tag') },
    change: (repository) => {
      const [file, text] = Object.entries(steps({ tag: '0003_tag', column: 'author' })).find(([name]) =>
        name.endsWith('0003_snapshot.json'),
      )!;
      stage(repository, { [file]: text });
    },
    says: NEW_COLUMN,
  },
  'a migration that goes away': {
    change: (repository) => void repository.prepare('rm', '--quiet', 'db/drizzle/0001_entries.sql'),
    says: 'error[missing-sql] 0001_entries',
  },
  'the drizzle config': {
    change: (repository) =>
      stage(repository, { 'db/drizzle.config.ts': CONFIG.replace("'./drizzle'", "'./elsewhere'") }),
    says: 'table users is new',
  },
  'an installed package': {
    files: { [SCHEMA]: using("import { more } from 'columns';") },
    installed: {
      'db/node_modules/columns/package.json': '{ "name": "columns", "version": "1.0.0", "main": "index.js" }',
      'db/node_modules/columns/index.js': 'exports.more = {};\n',
    },
    change: (repository) =>
      repository.write({
        'db/node_modules/columns/index.js':
          "exports.more = { tag: require('drizzle-orm/pg-core').text('tag') };\n",
      }),
    ...OLDER,
  },
  'a variable that it reads': {
    files: { [SCHEMA]: using("const more = process.env.WIDE ? { tag: text('tag') } : {};") },
    change: () => undefined,
    env: { WIDE: '1' },
    ...OLDER,
  },
  'a variable that it looks for in a list of all': {
    files: { [SCHEMA]: using("const more = { ...process.env }.WIDE ? { tag: text('tag') } : {};") },
    change: () => undefined,
    env: { WIDE: '1' },
    ...OLDER,
  },
  'a variable of which it asks only in passing': {
    files: {
      [SCHEMA]: using("const more = Object.hasOwn(process.env, 'WIDE') ? { tag: text('tag') } : {};"),
    },
    change: () => undefined,
    env: { WIDE: '1' },
    ...OLDER,
  },
  'a variable of which it asks only whether it is there': {
    files: {
      [SCHEMA]: using("const more = Object.keys(process.env).includes('WIDE') ? { tag: text('tag') } : {};"),
    },
    change: () => undefined,
    env: { WIDE: '1' },
    ...OLDER,
  },
};

describe('a kept verdict is not used when there is a change of', () => {
  test.each(Object.entries(INPUTS))(
    '%s',
    async (_, { files, installed, change, env, says, exitCode = 1 }) => {
      await withDb(
        (repository) => {
          mkdirSync(path.join(repository.dir, 'db/node_modules'));
          symlinkSync('../../shared', path.join(repository.dir, 'db/node_modules/shared'));
          repository.write(installed ?? {});
          stage(repository, { 'notes.ts': 'export {};\n' });
          expect(preCommit(repository)).toMatchObject({ exitCode: 0, stderr: '' });
          const before = evaluations(repository);
          expect(preCommit(repository)).toMatchObject({ exitCode: 0, stderr: '' });
          expect(evaluations(repository)).toBe(before);
          change(repository);
          const after = preCommit(repository, env);
          expect(after.stderr).toContain(says);
          expect(after.exitCode).toBe(exitCode);
          expect(evaluations(repository)).toBeGreaterThan(before);
          expect(preCommit(repository, env)).toMatchObject({ exitCode, stderr: after.stderr });
        },
        { [SCHEMA]: MARK + schemaWith(), ...files },
      );
    },
  );

  test('drizzle-guard.json: severities', async () => {
    await withDb((repository) => {
      stage(repository, { [SCHEMA]: MARK + schemaWith('tag') });
      expect(preCommit(repository)).toMatchObject({ exitCode: 1 });
      expect(preCommit(repository)).toMatchObject({ exitCode: 1 });
      stage(repository, { 'drizzle-guard.json': '{ "checks": { "stale-schema": "warning" } }' });
      const warned = preCommit(repository);
      expect(warned.stderr).toContain('warning[stale-schema]');
      expect(warned.exitCode).toBe(0);
      stage(repository, { 'drizzle-guard.json': '{ "checks": { "stale-schema": "off" } }' });
      expect(preCommit(repository)).toMatchObject({ exitCode: 0, stderr: '' });
      stage(repository, { 'drizzle-guard.json': '{}' });
      expect(preCommit(repository)).toMatchObject({ exitCode: 1 });
    });
  });

  test('drizzle-kit', async () => {
    await withDb(
      (repository) => {
        const kit = path.join(repository.dir, 'db/node_modules/drizzle-kit');
        cpSync(path.join(repositoryRoot, 'node_modules/drizzle-kit'), kit, { recursive: true });
        stage(repository, { 'notes.ts': 'export {};\n' });
        preCommit(repository);
        preCommit(repository);
        expect(evaluations(repository)).toBe(1);
        const manifest = path.join(kit, 'package.json');
        writeFileSync(
          manifest,
          readFileSync(manifest, 'utf8').replace(/"version": "[^"]+"/, '"version": "0.99.0"'),
        );
        expect(preCommit(repository)).toMatchObject({ exitCode: 0, stderr: '' });
        expect(evaluations(repository)).toBe(2);
      },
      { [SCHEMA]: MARK + schemaWith() },
    );
  });
});

describe('without a store that can be used', () => {
  test.each([
    ['damaged', 'not JSON {'],
    ['of another shape', '{"key":"KEY","discoveries":5,"verdicts":[]}'],
    [
      'of another shape below',
      '{"key":"KEY","discoveries":[{"inputs":{},"answer":{}}],"verdicts":{"db":[{}]}}',
    ],
    ['empty', ''],
  ])('%s: the answer is right', async (_, text) => {
    await withDb((repository) => {
      const file = path.join(repository.dir, '.git/drizzle-guard/verdicts.json');
      stage(repository, { [SCHEMA]: schemaWith('tag') });
      expect(preCommit(repository)).toMatchObject({ exitCode: 1 });
      const key = /"key":"([^"]+)"/.exec(readFileSync(file, 'utf8'))![1]!;
      writeFileSync(file, text.replace('KEY', key));
      writeFileSync(file.replace('verdicts', 'heads-0.1.0'), text);
      const run = preCommit(repository);
      expect(run.stderr).toContain(NEW_COLUMN);
      expect(run.exitCode).toBe(1);
    });
  });

  test('it cannot be written: the answer is right', async () => {
    await withDb((repository) => {
      rmSync(path.join(repository.dir, '.git/drizzle-guard'), { recursive: true, force: true });
      repository.write({ '.git/drizzle-guard': 'a file where the folder should be' });
      stage(repository, { [SCHEMA]: schemaWith('tag') });
      expect(preCommit(repository)).toMatchObject({ exitCode: 1 });
      stage(repository, { [SCHEMA]: schemaWith(), 'notes.ts': '' });
      expect(preCommit(repository)).toMatchObject({ exitCode: 0, stderr: '' });
    });
  });
});

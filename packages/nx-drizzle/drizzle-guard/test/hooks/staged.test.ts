import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { sampleOf, type Repository } from 'testkit';
import { describe, expect, test } from 'vitest';
import { CONFIG } from '../fixtures';
import { schemaWith, steps, THEIRS, withDb, words } from './fixtures';

const SCHEMA = 'db/src/schema.ts';
const PASSES = { exitCode: 0, stderr: '' };
const configWith = (schema: string) => CONFIG.replace("'./src/schema.ts'", schema);

function commit(repository: Repository) {
  return repository.git(['commit', '--message', 'Staged']);
}

/** Puts a text into the index and leaves another on disk. */
function stage(repository: Repository, file: string, text: string, onDisk: string | null): void {
  repository.write({ [file]: text });
  repository.prepare('add', '--force', file);
  if (onDisk === null) repository.remove(file);
  else repository.write({ [file]: onDisk });
}

describe('the index is judged, not the disk', () => {
  test('partly staged, both ways', async () => {
    await withDb((repository) => {
      stage(repository, SCHEMA, schemaWith('tag'), schemaWith());
      expect(commit(repository).stderr).toContain('column tag is new');
      repository.prepare('reset', '--quiet', '--hard');
      stage(repository, 'notes.ts', 'export {};\n', 'export {};\n');
      repository.write({ [SCHEMA]: schemaWith('tag') });
      expect(commit(repository)).toMatchObject(PASSES);
      repository.write(steps(THEIRS));
      repository.prepare('add', '.');
      repository.write({ [SCHEMA]: schemaWith('tag', 'author') });
      expect(commit(repository)).toMatchObject(PASSES);
    });
  });

  test('deleted in the index, still on disk', async () => {
    await withDb((repository) => {
      repository.prepare('rm', '--quiet', '--cached', SCHEMA);
      const run = commit(repository);
      expect(run.exitCode).toBe(1);
      expect(words(run, repository)).toMatchInlineSnapshot(`
        "db
          error[schema-files-not-found] db: no file of the index matches the schema ./src/schema.ts
            help: correct \`schema\` in db/drizzle.config.ts; it counts from where drizzle-kit is run, and there is nothing from db nor from the root
        drizzle-guard stopped this commit; nothing was recorded."
      `);
    });
  });

  test('renamed: found where the schema is a folder, an error where it is a file', async () => {
    await withDb((repository) => {
      repository.prepare('mv', SCHEMA, 'db/src/tables.ts');
      repository.write({ [SCHEMA]: schemaWith() });
      const run = commit(repository);
      expect(run.exitCode).toBe(1);
      expect(run.stderr).toContain('no file of the index matches the schema ./src/schema.ts');
      stage(repository, 'db/drizzle.config.ts', configWith("'./src'"), CONFIG);
      expect(commit(repository)).toMatchObject(PASSES);
    });
  });

  test('one file of several is deleted: its tables are gone', async () => {
    const [users, entries] = schemaWith().split('// Enough');
    const imports = "import { pgTable, text } from 'drizzle-orm/pg-core';\n// Enough";
    const files = { [SCHEMA]: users!, 'db/src/entries.ts': imports + entries };
    await withDb(
      (repository) => {
        repository.prepare('rm', '--quiet', '--cached', 'db/src/entries.ts');
        expect(commit(repository).stderr).toContain('table entries is gone');
      },
      { ...files, 'db/drizzle.config.ts': configWith("'./src/*.ts'") },
    );
  });

  test('a file that git does not know: an error where it is imported, nothing where it is not', async () => {
    await withDb(
      (repository) => {
        repository.write({ 'db/src/extra.ts': schemaWith().replaceAll(/'(users|entries)'/g, "'more_$1'") });
        stage(repository, 'notes.ts', 'export {};\n', 'export {};\n');
        expect(commit(repository)).toMatchObject(PASSES);
        repository.prepare('add', '--intent-to-add', 'db/src/extra.ts');
        stage(repository, SCHEMA, `// the same\n${schemaWith()}`, schemaWith());
        expect(commit(repository)).toMatchObject(PASSES);
        repository.prepare('reset', '--quiet');
        stage(repository, SCHEMA, `export * from './extra.js';\n${schemaWith()}`, schemaWith());
        const run = commit(repository);
        expect(run.exitCode).toBe(1);
        expect(words(run, repository)).toMatchInlineSnapshot(`
          "db
            error[cannot-evaluate] db/src/schema.ts imports ./extra.js, which is not in the index
              help: stage it (\`git add\`), or take the import out
          drizzle-guard stopped this commit; nothing was recorded."
        `);
        repository.prepare('add', '--intent-to-add', 'db/src/extra.ts');
        expect(commit(repository).stderr).toContain('imports ./extra.js, which is not in the index');
      },
      { 'db/drizzle.config.ts': configWith("'./src'") },
    );
  });
});

/** Schemas whose column comes from another file: its path, and the text without and with the column. */
const PARTS: Record<string, { files: Record<string, string>; part: string; after: string }> = {
  'a sibling package of the workspace': {
    files: {
      'shared/package.json': '{ "name": "shared", "exports": { ".": "./src/index.ts" } }',
      [SCHEMA]: using("import { more } from 'shared';"),
    },
    part: 'shared/src/index.ts',
    after: "import { text } from 'drizzle-orm/pg-core';\nexport const more = { tag: text('tag') };\n",
  },
  'a tsconfig path, through extends': {
    files: {
      'tsconfig.base.json': '{ "compilerOptions": { "baseUrl": ".", "paths": { "@lib/*": ["lib/*"], } } }',
      'db/tsconfig.json': '{ "extends": "../tsconfig.base.json" }',
      [SCHEMA]: using("import { more } from '@lib/columns';"),
    },
    part: 'lib/columns.ts',
    after: "import { text } from 'drizzle-orm/pg-core';\nexport const more = { tag: text('tag') };\n",
  },
  'a .js specifier for a .ts file, through a barrel': {
    files: {
      'db/src/parts/index.ts': "export * from './columns.js';\n",
      [SCHEMA]: using("import { more } from './parts';"),
    },
    part: 'db/src/parts/columns.ts',
    after: "import { text } from 'drizzle-orm/pg-core';\nexport const more = { tag: text('tag') };\n",
  },
  JSON: {
    files: {
      [SCHEMA]: using(
        "import names from './columns.json';\nconst more = Object.fromEntries(names.map((name) => [name, text(name)]));",
      ),
    },
    part: 'db/src/columns.json',
    after: '["tag"]\n',
  },
};

function using(statement: string): string {
  return `${statement}\n${schemaWith().replace("note: text('note').notNull(),", "note: text('note').notNull(),\n  ...more,")}`;
}

describe('a part of the schema in another file, staged and on disk not the same', () => {
  test.each(sampleOf(Object.entries(PARTS), 2))('%s', async (_, { files, part, after }) => {
    const before = part.endsWith('.json') ? '[]\n' : 'export const more = {};\n';
    await withDb(
      (repository) => {
        mkdirSync(path.join(repository.dir, 'db/node_modules'));
        symlinkSync('../../shared', path.join(repository.dir, 'db/node_modules/shared'));
        stage(repository, part, before.replace('\n', ' \n'), after);
        expect(commit(repository)).toMatchObject(PASSES);
        stage(repository, part, after, before);
        const run = commit(repository);
        expect(run.exitCode).toBe(1);
        expect(run.stderr).toContain('table entries: column tag is new');
      },
      { ...files, [part]: before },
    );
  });
});

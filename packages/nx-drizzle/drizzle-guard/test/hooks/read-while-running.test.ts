import type { Repository } from 'testkit';
import { describe, expect, test } from 'vitest';
import { sampleOf, withRepository } from 'testkit';
import { shop } from '../fixtures';

const HEAD = "import { integer, pgTable, text } from 'drizzle-orm/pg-core';\nimport path from 'node:path';\n";
const TABLES = `export const users = pgTable('users', { id: integer('id').primaryKey(), name: text('name').notNull() });
export const entries = pgTable('entries', Object.fromEntries(names.map((name) => [name, text(name).notNull()])));
`;
const schema = (how: string) => `${HEAD}${how}\n${TABLES}`;

/** Ways in which a schema reads its columns, and a change of what it reads that adds one. */
const WAYS: [name: string, how: string, file: string, before: string | null, after: string][] = [
  [
    'a text by its place',
    "import { readFileSync } from 'node:fs';\nconst names = readFileSync(path.join(import.meta.dirname, 'cols.txt'), 'utf8').trim().split('\\n');",
    'src/cols.txt',
    'note\n',
    'note\ntag\n',
  ],
  [
    'a text from the working directory, with a promise',
    "import { readFile } from 'node:fs/promises';\nconst names = (await readFile('src/cols.txt', 'utf8')).trim().split('\\n');",
    'src/cols.txt',
    'note\n',
    'note\ntag\n',
  ],
  [
    'the names in a folder',
    "import { readdirSync } from 'node:fs';\nconst names = readdirSync('src/cols');",
    'src/cols/tag',
    null,
    '',
  ],
  [
    'whether a file is there',
    "import { existsSync } from 'node:fs';\nconst names = ['note', ...(existsSync('with-tags') ? ['tag'] : [])];",
    'with-tags',
    null,
    '',
  ],
  [
    'JSON that it requires',
    "import { createRequire } from 'node:module';\nconst names = createRequire(import.meta.url)('./cols.json');",
    'src/cols.json',
    '["note"]',
    '["note", "tag"]',
  ],
];

const commit = (repository: Repository, ...args: string[]) =>
  repository.git(['commit', '--message', 'Columns', ...args]);

/** A repository whose schema reads something while it runs; what it says is known. */
function withReading(
  [, how, file, before]: (typeof WAYS)[number],
  use: (repository: Repository) => Promise<void> | void,
) {
  const files = shop({ 'src/schema.ts': schema(how), 'src/cols/note': '' });
  return withRepository({ ...files, ...(before === null ? {} : { [file]: before }) }, async (repository) => {
    expect(repository.bin(['check'])).toMatchObject({ exitCode: 0 });
    repository.write({ 'notes.ts': 'export {};\n' });
    repository.prepare('add', 'notes.ts');
    expect(commit(repository)).toMatchObject({ exitCode: 0, stderr: '' });
    await use(repository);
  });
}

describe.each(sampleOf(WAYS, 3))('a schema that reads %s', (...way) => {
  const [, , file, , after] = way;

  test('is judged anew when that changes, in a commit of nothing else', () =>
    withReading(way, (repository) => {
      repository.write({ [file]: after });
      expect(repository.bin(['check']).stdout).toContain('column tag is new');
      repository.prepare('add', file);
      const run = commit(repository);
      expect(run.stderr).toContain('column tag is new');
      expect(run.exitCode).not.toBe(0);
      repository.prepare('reset', '--quiet', '--hard');
      expect(repository.bin(['check'])).toMatchObject({ exitCode: 0 });
    }));
});

test('where the disk has something else than what is committed, it cannot be told', () =>
  withReading(WAYS[0]!, (repository) => {
    repository.write({ 'src/cols.txt': 'note\ntag\n', 'notes.ts': 'export const a = 1;\n' });
    repository.prepare('add', 'notes.ts', 'src/cols.txt');
    repository.write({ 'src/cols.txt': 'note\n' });
    const run = commit(repository);
    expect(run.exitCode).not.toBe(0);
    expect(run.stderr).toContain(
      'src/cols.txt is read from the disk while the config or the schema runs, and is not there as it is in the index',
    );
    expect(run.stderr).toContain('git add src/cols.txt');
  }));

test('what git ignores is read as packages are', () =>
  withReading(
    [
      '',
      "import { existsSync, readFileSync } from 'node:fs';\nconst names = existsSync('.env') ? readFileSync('.env', 'utf8').trim().split(',') : ['note'];",
      '.gitignore',
      '.env\nnode_modules\n',
      '',
    ],
    (repository) => {
      repository.write({ '.env': 'note', 'notes.ts': 'export const a = 1;\n' });
      repository.prepare('add', 'notes.ts');
      expect(commit(repository)).toMatchObject({ exitCode: 0, stderr: '' });
      repository.write({ '.env': 'note,tag', 'notes.ts': 'export const a = 2;\n' });
      expect(repository.bin(['check']).stdout).toContain('column tag is new');
    },
  ));

import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { isLong, sampleOf, type Repository } from 'testkit';
import { describe, expect, test } from 'vitest';
import { CONFIG } from '../fixtures';
import { commitWithHooks, schemaWith, steps, THEIRS, withDb, words } from './fixtures';

const SCHEMA = 'db/src/schema.ts';
const PASSES = { exitCode: 0, stderr: '' };
const COLUMN = "import { text } from 'drizzle-orm/pg-core';\nexport const more = { tag: text('tag') };\n";

function commitAll(repository: Repository, files: Record<string, string>, env: Record<string, string> = {}) {
  return commitWithHooks(repository, files, 'All', env);
}

describe('a schema that cannot be judged stops the commit that touches it', () => {
  const WAYS = [
    ['does not compile', 'export const a = ;\n', 'db/src/schema.ts:1:18 does not compile: Unexpected ";"'],
    [
      'throws',
      "throw new Error('not today');",
      'the schema of db cannot be judged: db/src/schema.ts: not today',
    ],
    ['never ends', 'for (;;);', 'evaluating it took longer than 1.5 s and was stopped'],
    ['leaves the repository', "export * from '../../../outside';", 'lies outside the repository'],
    ['needs what is not installed', "import 'left-pad-2';", 'left-pad-2 is not installed'],
  ] as const;

  test.each(sampleOf(WAYS, 2))('%s', async (way, text, reason) => {
    await withDb((repository) => {
      // On a busy machine the others take longer.
      const env = way === 'never ends' ? { DRIZZLE_GUARD_SCHEMA_TIMEOUT: '1500' } : {};
      const run = commitAll(repository, { [SCHEMA]: text }, env);
      expect([run.exitCode, run.hooks]).toEqual([1, ['pre-commit']]);
      expect(run.stderr).toContain(`error[cannot-evaluate] `);
      expect(run.stderr).toContain(reason);
      expect(run.stderr).toContain('drizzle-guard stopped this commit; nothing was recorded.');
    });
  });

  test('with "cannotTell": "warning" it passes, and says so', async () => {
    await withDb(
      (repository) => {
        const run = commitAll(repository, { [SCHEMA]: "throw new Error('not today');" });
        expect([run.exitCode, words(run, repository)]).toMatchInlineSnapshot(`
          [
            0,
            "db
            not judged: the schema of db cannot be judged: db/src/schema.ts: not today
              it passes, because cannotTell is "warning" in drizzle-guard.json",
          ]
        `);
      },
      {},
      { cannotTell: 'warning' },
    );
  });

  test('a commit of something else passes, and says so', async () => {
    await withDb((repository) => {
      repository.commit('Broken', { [SCHEMA]: "throw new Error('not today');" });
      const run = commitAll(repository, { 'other/index.ts': 'export {};\n' });
      expect(run.exitCode).toBe(0);
      expect(words(run, repository)).toContain(
        'not judged: the schema of db cannot be judged: db/src/schema.ts: not today',
      );
      expect(commitAll(repository, { 'notes.txt': 'nothing of ours' })).toMatchObject(PASSES);
    });
  });

  test('a broken migrations folder is found all the same', async () => {
    await withDb((repository) => {
      repository.commit('Broken', { [SCHEMA]: "throw new Error('not today');" });
      const run = commitAll(repository, { 'db/drizzle/0003_lost.sql': 'SELECT 1;' });
      expect(run.exitCode).toBe(1);
      expect(run.stderr).toContain('error[orphan-sql]');
    });
  });
});

test('a dialect of which drizzle-kit tells nothing stops no commit, and that is said', async () => {
  await withDb(
    (repository) => {
      const run = commitAll(repository, { [SCHEMA]: schemaWith('tag') });
      expect([run.exitCode, words(run, repository)]).toMatchInlineSnapshot(`
        [
          0,
          "db
          not judged: the schema of db cannot be judged: drizzle-kit 0.31.11 offers no way to read the state of a gel schema
            it passes, because that is no matter of this change; "checks": { "stale-schema": "off" } in drizzle-guard.json says that it is known",
        ]
      `);
    },
    { 'db/drizzle.config.ts': CONFIG.replace("'postgresql'", "'gel'") },
  );
});

test('the schema sees neither git’s variables nor credentials', async () => {
  const look = `throw new Error('I see ' + Object.keys(process.env).join(' ') + '.');`;
  await withDb((repository) => {
    const linked = repository.addWorktree('linked', 'feat');
    for (const one of [repository, linked]) {
      const run = commitAll(one, { [SCHEMA]: look }, { DATABASE_URL: 'x', LC_HARMLESS: 'x' });
      expect(run.exitCode).toBe(1);
      expect(run.stderr).toMatch(/I see .*LC_HARMLESS/);
      expect(run.stderr).not.toMatch(/GIT_|DATABASE_URL/);
    }
  });
});

test.each(sampleOf(["größe 'テーブル'", 'with space', '-dash', 'two\nlines', '[brackets]{a,b}*'], 3))(
  'a file called %j',
  async (name) => {
    await withDb((repository) => {
      const using = `import { more } from ${JSON.stringify(`./${name}.js`)};\n${schemaWith().replace("note: text('note').notNull(),", "note: text('note').notNull(),\n  ...more,")}`;
      const part = `db/src/${name}.ts`;
      const empty = { [SCHEMA]: using, [part]: 'export const more = {};\n' };
      expect(commitAll(repository, empty)).toMatchObject(PASSES);
      const run = commitAll(repository, { [part]: COLUMN });
      expect([run.exitCode, run.hooks]).toEqual([1, ['pre-commit']]);
      expect(run.stderr).toContain('table entries: column tag is new');
    });
  },
);

test.runIf(isLong)('such files are found in a folder too', async () => {
  await withDb(
    (repository) => {
      const table =
        "import { pgTable, text } from 'drizzle-orm/pg-core';\nexport const more = pgTable('more', { tag: text('tag') });\n";
      const run = commitAll(repository, { 'db/src/two\nlines é.ts': table });
      expect(run.exitCode).toBe(1);
      expect(run.stderr).toContain('table more is new');
    },
    { 'db/drizzle.config.ts': CONFIG.replace("'./src/schema.ts'", "'./src'") },
  );
});

test('a schema file that is a symbolic link is followed within the repository', async () => {
  await withDb((repository) => {
    repository.remove(SCHEMA);
    repository.write({ 'db/src/tables.ts': schemaWith('tag') });
    symlinkSync('tables.ts', path.join(repository.dir, SCHEMA));
    const run = commitAll(repository, {});
    expect([run.exitCode, run.hooks]).toEqual([1, ['pre-commit']]);
    expect(words(run, repository)).toMatchInlineSnapshot(`
      "db
        error[stale-schema] the schema of db has changes that no migration has:
          table entries: column tag is new
          db/src/tables.ts
          help: run \`npx drizzle-guard generate --database db\` and commit the migration with the schema
      drizzle-guard stopped this commit; nothing was recorded."
    `);
  });
});

test('thousands of staged files', async () => {
  await withDb((repository) => {
    const many = Array.from({ length: isLong ? 10_000 : 300 }, (_, i) => [
      `many/${i % 100}/file ${i}.ts`,
      `export const n = ${i};\n`,
    ]);
    expect(commitAll(repository, Object.fromEntries(many))).toMatchObject({
      ...PASSES,
      hooks: ['pre-commit', 'post-commit'],
    });
    expect(commitAll(repository, { [SCHEMA]: schemaWith('tag') }).stderr).toContain('column tag is new');
  });
});

test('a base that is stated and is not there is said, by each hook that looks for one', async () => {
  await withDb(
    (repository) => {
      repository.addRemote();
      repository.prepare('checkout', '--quiet', '-b', 'feat');
      const commit = commitWithHooks(repository, steps(THEIRS), 'Feature');
      expect([commit.exitCode, words(commit, repository)]).toMatchInlineSnapshot(`
        [
          0,
          "drizzle-guard.json says "base": "origin/mian", which this clone does not have, so origin/main was taken instead: correct it, or \`git fetch\` it",
        ]
      `);
      const push = repository.git(['push', 'origin', 'feat']);
      expect([push.exitCode, words(push, repository)]).toMatchInlineSnapshot(`
        [
          0,
          "drizzle-guard.json says "base": "origin/mian", which this clone does not have, so origin/main was taken instead: correct it, or \`git fetch\` it
        To <place>/remote.git
         * [new branch]      feat -> feat",
        ]
      `);
      repository.commit('Elsewhere', { 'main/index.ts': 'export {};\n' });
      expect(repository.git(['commit', '--allow-empty', '--message', 'Nothing']).stderr).toBe('');
    },
    {},
    { base: 'origin/mian' },
  );
});

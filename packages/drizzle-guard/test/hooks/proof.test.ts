import { describe, expect, test } from 'vitest';
import { drizzleConfig, isLong, sampleOf, withRepository, type Repository } from 'testkit';
import { edited, grownHistory, SQLITE, sqlFileOf } from '../replay/grown-history';
import { commitWithHooks, fork, head, SCHEMA_ASIDE, steps, withDb as withAny, words } from './fixtures';

const AUTHOR = { tag: '0003_author', column: 'author' };

/** On a busy machine a shadow takes longer than a hook may by default. */
const withDb = (use: (repository: Repository) => void, configuration: object = {}) =>
  withAny(use, {}, { proofLimit: '2m', ...SCHEMA_ASIDE, ...configuration });
const SQL = 'ALTER TABLE "entries" ADD COLUMN "author" text;';

describe('a new migration whose SQL changes nothing is stopped without a database', () => {
  test('an empty file, in words', async () => {
    await withDb((repository) => {
      const before = head(repository);
      const run = commitWithHooks(repository, steps({ ...AUTHOR, sql: '' }), 'More');
      expect(words(run, repository)).toMatchInlineSnapshot(`
        "db
          error[snapshot-mismatch] the SQL of 0003_author changes nothing, and its snapshot says more than the one before it:
            table entries: column author is new
            db/drizzle/0003_author.sql
            help: add to db/drizzle/0003_author.sql what leads there, or see \`npx drizzle-guard explain snapshot-mismatch\`:
            ALTER TABLE "entries" ADD COLUMN "author" text;
        drizzle-guard stopped this commit; nothing was recorded."
      `);
      expect([run.exitCode, run.hooks]).toEqual([1, ['pre-commit']]);
      expect(head(repository)).toBe(before);
    });
  });

  test.runIf(isLong).each([
    ['a comment', `-- ${SQL}\n/* ${SQL} */`],
    ['rows alone', `UPDATE "entries" SET "note" = 'x' WHERE "note" = '';`],
    ['semicolons', ' ;\n--> statement-breakpoint\n;'],
  ])('%s', async (_title, sql) => {
    await withDb((repository) => {
      const run = commitWithHooks(repository, steps({ ...AUTHOR, sql }), 'More');
      expect(run.exitCode).toBe(1);
      expect(run.stderr).toContain('the SQL of 0003_author changes nothing');
    });
  });
});

test.each(
  sampleOf(
    [
      ['of a column that is not there', `UPDATE "entries" SET "missing" = 'x';`],
      ['of a table that was dropped', `INSERT INTO "drafts" VALUES (1);`],
      ['of a table that is made elsewhere', `UPDATE "elsewhere" SET "x" = 1;`],
    ],
    3,
  ),
)('rows %s are tried', async (title, sql) => {
  await withDb((repository) => {
    const drafts = 'CREATE TABLE "drafts" ("id" integer);\n--> statement-breakpoint\nDROP TABLE "drafts";';
    const run = commitWithHooks(
      repository,
      steps({ tag: '0003_drafts', sql: drafts }, { tag: '0004_fill', sql }),
      'Fill',
    );
    const isElsewhere = title.includes('elsewhere');
    expect([run.exitCode, run.stderr]).toEqual([isElsewhere ? 0 : 1, expect.stringContaining('0004_fill')]);
    if (!isElsewhere) expect(run.stderr).toContain('error[snapshot-mismatch] the SQL of 0004_fill');
  });
});

test('a column in the snapshot alone is stopped, by running what is there', async () => {
  await withDb((repository) => {
    const files = steps(AUTHOR, { tag: '0004_editor', column: 'editor' });
    const [first, second] = ['0003_author', '0004_editor'].map((tag) => `db/drizzle/${tag}.sql`);
    files[second!] = 'ALTER TABLE "entries" ALTER COLUMN "note" SET DEFAULT \'none\';';
    expect(files[first!]).toBe(SQL);
    const run = commitWithHooks(repository, files, 'More');
    expect(words(run, repository)).toMatchInlineSnapshot(`
      "db
        error[snapshot-mismatch] the SQL of 0004_editor does not give what its snapshot says:
          column public.entries.editor is in the snapshot and not in the SQL
          column public.entries.note is \`text, not null, default 'none'\` in the SQL and \`text, not null\` in the snapshot
          db/drizzle/0004_editor.sql
          help: add to db/drizzle/0004_editor.sql what leads there, or see \`npx drizzle-guard explain snapshot-mismatch\`:
          ALTER TABLE "entries" ADD COLUMN "editor" text;
      drizzle-guard stopped this commit; nothing was recorded."
    `);
    expect(run.exitCode).toBe(1);
  });
});

test.each(
  sampleOf(
    [
      ['as drizzle-kit writes it', SQL],
      ['in other words', 'alter table entries\n  add column if not exists author text -- by hand\n;'],
      ['with rows beside it', `${SQL}\n--> statement-breakpoint\nUPDATE "entries" SET "author" = 'me';`],
      ['in a block', `DO $$ BEGIN ${SQL} EXCEPTION WHEN duplicate_column THEN NULL; END $$;`],
      ['with carriage returns', `-- new\r\n${SQL}\r\n`],
    ],
    3,
  ),
)('right, %s: it passes and says nothing', async (_title, sql) => {
  await withDb((repository) => {
    const run = commitWithHooks(repository, steps({ ...AUTHOR, sql }), 'More');
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
  });
});

describe('a custom migration, whose snapshot says what the one before it says', () => {
  const custom = (sql: string) => steps({ tag: '0003_custom', sql });

  test.each(
    sampleOf(
      [
        ['nothing yet', '-- Custom SQL migration file, put your code below! --'],
        ['rows', `INSERT INTO "entries" ("note") VALUES ('a');`],
        ['what no snapshot tells', 'CREATE FUNCTION one() RETURNS int LANGUAGE sql AS $$ SELECT 1; $$;'],
      ],
      3,
    ),
  )('%s: it passes and says nothing', async (_title, sql) => {
    await withDb((repository) => {
      expect(commitWithHooks(repository, custom(sql), 'More')).toMatchObject({ exitCode: 0, stderr: '' });
    });
  });

  test('what changes the state is stopped', async () => {
    await withDb((repository) => {
      const run = commitWithHooks(
        repository,
        custom('CREATE INDEX "by_note" ON "entries" ("note");'),
        'More',
      );
      expect(run.exitCode).toBe(1);
      expect(run.stderr).toContain('index public.by_note is in the SQL and not in the snapshot');
    });
  });

  test.runIf(isLong)(
    'what makes once more what is there already fails wherever those before it have run: it is stopped',
    async () => {
      await withDb((repository) => {
        const run = commitWithHooks(
          repository,
          custom('ALTER TABLE "entries" ADD COLUMN "note" text;'),
          'More',
        );
        expect(run.exitCode).toBe(1);
        expect(run.stderr).toContain('column "note" of relation "entries" already exists');
      });
    },
  );

  test.runIf(isLong)('what only the migrations before it make is made by running those', async () => {
    await withDb((repository) => {
      const made = {
        tag: '0003_made',
        sql: 'CREATE FUNCTION one() RETURNS int LANGUAGE sql AS $$ SELECT 1; $$;',
      };
      repository.commit('Function', steps(made));
      const used = { tag: '0004_used', sql: 'ALTER FUNCTION one() IMMUTABLE;' };
      const run = commitWithHooks(repository, steps(made, used), 'More');
      expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    });
  });

  test('one that adds what the snapshot before it promised is the way out, and passes', async () => {
    await withDb((repository) => {
      repository.commit('Wrong', steps({ ...AUTHOR, sql: '' }));
      const mended = steps({ ...AUTHOR, sql: '' }, { tag: '0004_mend', sql: SQL });
      expect(commitWithHooks(repository, mended, 'Mend')).toMatchObject({ exitCode: 0, stderr: '' });
    });
  });
});

test.runIf(isLong)('one change in two migrations is one change', async () => {
  await withDb((repository) => {
    const two = steps(
      { tag: '0003_both', column: 'author', sql: 'SELECT pg_sleep(0);' },
      { tag: '0004_rest', sql: SQL },
    );
    expect(commitWithHooks(repository, two, 'More')).toMatchObject({ exitCode: 0, stderr: '' });
  });
});

test.runIf(isLong)('what a later migration renames is missing all the same', async () => {
  await withDb((repository) => {
    const two = steps(
      { tag: '0003_both', column: 'author', sql: 'ALTER TABLE "entries" ADD COLUMN "other" text;' },
      { tag: '0004_rest', sql: 'ALTER TABLE "entries" RENAME COLUMN "other" TO "another";' },
    );
    const run = commitWithHooks(repository, two, 'More');
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain('column public.entries.author is in the snapshot and not in the SQL');
  });
});

test('what cannot be run here is said, and stops nothing', async () => {
  await withDb((repository) => {
    const sql = `${SQL}\nCREATE EXTENSION nowhere;`;
    const run = commitWithHooks(repository, steps({ ...AUTHOR, sql }), 'More');
    expect(run.exitCode).toBe(0);
    expect(words(run, repository)).toMatchInlineSnapshot(`
      "db
        not proved: 0003_author: it is not what drizzle-kit writes, and it cannot be run on a shadow: extension "nowhere" is not available (db/drizzle/0003_author.sql:1)"
    `);
  });
});

test('the time that it may take is configured', async () => {
  await withDb(
    (repository) => {
      const run = commitWithHooks(
        repository,
        steps({ ...AUTHOR, sql: `${SQL}\nSELECT pg_sleep(9);` }),
        'More',
      );
      expect(run.exitCode).toBe(0);
      expect(run.stderr).toContain(
        'not proved: 0003_author: the 1ms of "proofLimit" in drizzle-guard.json were over',
      );
    },
    { proofLimit: '1ms' },
  );
});

test.runIf(isLong)('a landed migration whose snapshot says more than before is stopped', async () => {
  await withDb((repository) => {
    repository.commit('Author', steps(AUTHOR));
    const more = steps(AUTHOR, { tag: '0004_editor', column: 'editor' });
    const [own, later] = ['0003', '0004'].map((prefix) => `db/drizzle/meta/${prefix}_snapshot.json`);
    const said = JSON.parse(more[later!]!) as { id: string; prevId: string };
    const { id, prevId } = JSON.parse(steps(AUTHOR)[own!]!) as { id: string; prevId: string };
    const run = commitWithHooks(
      repository,
      { [own!]: JSON.stringify({ ...said, id, prevId }), 'db/src/schema.ts': more['db/src/schema.ts']! },
      'More',
    );
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain('column public.entries.editor is in the snapshot and not in the SQL');
  });
});

test('a merge that brings what both sides have proves nothing again', async () => {
  await withDb((repository) => {
    fork(repository, { 'notes.ts': 'export {};\n' }, steps({ ...AUTHOR, sql: '' }));
    const run = repository.git(['merge', '--no-edit', 'main']);
    expect(run).toMatchObject({ exitCode: 0 });
    expect(run.stderr).not.toContain('snapshot-mismatch');
  });
});

test('on SQLite too', async () => {
  const files = await grownHistory('sqlite', SQLITE);
  const rows = Object.entries(files).filter(([file]) => !/0002|package.json/.test(file));
  const journal = JSON.parse(files['drizzle/meta/_journal.json']!) as { entries: unknown[] };
  journal.entries.pop();
  const before = {
    ...Object.fromEntries(rows),
    'drizzle/meta/_journal.json': JSON.stringify(journal),
    'drizzle-guard.json': '{ "proofLimit": "2m", "checks": { "stale-schema": "off" } }',
    'package.json': '{ "name": "shop" }',
    'drizzle.config.ts': drizzleConfig({ dialect: 'sqlite' }),
  };
  const tags = sqlFileOf(files, 'tags');
  const wrong = edited(files, { tags: (sql) => sql.replace('`label` text', '`label` integer') });
  const right = edited(files, { tags: (sql) => sql.replace('CREATE TABLE', 'CREATE TABLE IF NOT EXISTS') });
  const drizzle = (of: Record<string, string>) =>
    Object.fromEntries(Object.entries(of).filter(([file]) => file.startsWith('drizzle/')));
  await withRepository(before, (repository) => {
    const empty = commitWithHooks(repository, { ...drizzle(files), [tags]: '' }, 'Empty');
    expect(empty.stderr).toContain('the SQL of 0002_tags changes nothing');
    const stopped = commitWithHooks(repository, drizzle(wrong), 'Wrong');
    expect(stopped.stderr).toContain('column tags.label is');
    expect(commitWithHooks(repository, drizzle(right), 'Right')).toMatchObject({ exitCode: 0, stderr: '' });
  });
});

import { describe, expect, test } from 'vitest';
import { commitWithHooks, head, steps, withDb, words } from './fixtures';

const AUTHOR = { tag: '0003_author', column: 'author' };
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
            help: npx drizzle-kit writes between the two snapshots, and db/drizzle/0003_author.sql has not:
            ALTER TABLE "entries" ADD COLUMN "author" text;
            write it there, or see \`npx drizzle-guard explain snapshot-mismatch\`
        drizzle-guard stopped this commit; nothing was recorded."
      `);
      expect([run.exitCode, run.hooks]).toEqual([1, ['pre-commit']]);
      expect(head(repository)).toBe(before);
    });
  });

  test.each([
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
          help: npx drizzle-kit writes between the two snapshots, and db/drizzle/0004_editor.sql has not:
          ALTER TABLE "entries" ADD COLUMN "editor" text;
          write it there, or see \`npx drizzle-guard explain snapshot-mismatch\`
      drizzle-guard stopped this commit; nothing was recorded."
    `);
    expect(run.exitCode).toBe(1);
  });
});

test.each([
  ['as drizzle-kit writes it', SQL],
  ['in other words', 'alter table entries\n  add column if not exists author text -- by hand\n;'],
  ['with rows beside it', `${SQL}\n--> statement-breakpoint\nUPDATE "entries" SET "author" = 'me';`],
  ['in a block', `DO $$ BEGIN ${SQL} EXCEPTION WHEN duplicate_column THEN NULL; END $$;`],
  ['with carriage returns', `-- new\r\n${SQL}\r\n`],
])('right, %s: it passes and says nothing', async (_title, sql) => {
  await withDb((repository) => {
    const run = commitWithHooks(repository, steps({ ...AUTHOR, sql }), 'More');
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
  });
});

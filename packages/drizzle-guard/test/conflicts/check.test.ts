import { foldersHistory, journalHistory, withRepository, type Repository } from 'testkit';
import { expect, test } from 'vitest';

/** What every branch begins with. */
const START = 'CREATE TABLE "orders" ("id" integer PRIMARY KEY, "note" text, "status" text);\n';

/** A repository with a migrations folder and branches that have one migration each, on top of one start. */
function withBranches(
  branches: Record<string, string>,
  use: (repository: Repository) => void | Promise<void>,
  layout: 'journal' | 'folders' = 'journal',
): Promise<void> {
  return withRepository({}, async (repository) => {
    const commit = (names: readonly string[]) => {
      const files =
        layout === 'journal'
          ? journalHistory([
              { tag: '0000_start', sql: START },
              ...names.map((name) => ({ tag: `0001_${name}`, sql: branches[name]! })),
            ])
          : foldersHistory([
              { tag: '20260101000000_start', sql: START },
              ...names.map((name) => ({ tag: `20260102000000_${name}`, sql: branches[name]! })),
            ]);
      repository.commit(names[0] ?? 'start', files);
    };
    commit([]);
    const start = repository.prepare('rev-parse', 'HEAD');
    for (const name of Object.keys(branches)) {
      repository.prepare('checkout', '--quiet', '-b', name, start);
      commit([name]);
    }
    await use(repository);
  });
}

/** What check says of a branch beside another one. */
function beside({ bin }: Repository, head: string, base: string, ...more: string[]) {
  const run = bin(['check', '--migrations', 'drizzle', '--head', head, '--base', base, '--json', ...more]);
  const [{ findings, notChecked, notProved, error }] = run.json().databases;
  const ofBoth = findings.filter(({ code }: { code: string }) => /^con(?:flicting|vergent)-/.test(code));
  return { exitCode: run.exitCode, found: ofBoth, notChecked, notProved, error };
}

test('two branches of a journal, by what a database says', () =>
  withBranches(
    {
      view: 'CREATE VIEW "open" AS (select "note" from "orders");',
      dropped: 'ALTER TABLE "orders" DROP COLUMN "note";',
      total: 'ALTER TABLE "orders" ADD COLUMN "total" integer;',
      same: 'alter table "orders" add column "total" integer;',
      wrong: 'ALTER TABLE "gone" ADD COLUMN "x" integer;',
    },
    (repository) => {
      const conflict = beside(repository, 'dropped', 'view');
      expect(conflict.found).toMatchObject([
        {
          ...{ code: 'conflicting-migrations', severity: 'error', migration: '0001_dropped' },
          ...{ file: 'drizzle/0001_dropped.sql', line: 1 },
        },
      ]);
      expect(conflict.found[0].message).toMatchInlineSnapshot(
        `"0001_dropped and 0001_view do not go together: after 0001_dropped 0001_view fails: column "note" does not exist (drizzle/0001_view.sql:1); after 0001_view 0001_dropped fails: cannot drop column note of table orders because other objects depend on it (drizzle/0001_dropped.sql:1) (0001_dropped: \`ALTER TABLE "orders" DROP COLUMN "note";\`; 0001_view: \`CREATE VIEW "open" AS (select "note" from "orders");\`)"`,
      );
      expect(conflict.found[0].help).toMatchInlineSnapshot(
        `"\`npx drizzle-guard rebase --onto view\` brings in what has landed and moves 0001_dropped behind it"`,
      );
      expect(beside(repository, 'view', 'dropped').found).toMatchObject([{ code: 'conflicting-migrations' }]);
      expect(beside(repository, 'total', 'view')).toMatchObject({ found: [], notChecked: ['schema'] });
      const convergent = beside(repository, 'same', 'total');
      expect(convergent.found).toMatchObject([{ code: 'convergent-migrations', severity: 'warning' }]);
      expect(convergent.found[0].message).toMatchInlineSnapshot(
        `"0001_same and 0001_total do the same: \`alter table "orders" add column "total" integer;\`. As they are, 0001_total fails after 0001_same: column "total" of relation "orders" already exists (drizzle/0001_total.sql:1)"`,
      );
      expect(beside(repository, 'wrong', 'total')).toMatchObject({
        exitCode: 2,
        error: { code: 'untold-branches' },
        found: [],
        notChecked: ['schema', 'replay'],
        notProved:
          'whether 0001_wrong and 0001_total go together: 0001_wrong fails already on its own: relation "gone" does not exist (drizzle/0001_wrong.sql:1)',
      });
    },
  ));

test('a function whose body is SQL of the standard is read, and nothing else is printed', () =>
  withBranches(
    {
      atomic: 'CREATE PROCEDURE "fill"() BEGIN ATOMIC INSERT INTO "orders" VALUES (1); END;',
      total: 'CREATE FUNCTION "total"() RETURNS int LANGUAGE sql RETURN 1;',
    },
    ({ bin }) => {
      const both = ['check', '--migrations', 'drizzle', '--head', 'atomic', '--base', 'total', '--no-replay'];
      const { stdout, stderr } = bin(both);
      expect(stderr).toBe('');
      expect(stdout).toContain('their text tells nothing against it');
    },
  ));

test('rows are among what is compared; what is random or hangs on the time of day is not', () =>
  withBranches(
    {
      filled: `UPDATE "orders" SET "status" = coalesce("note", 'none');`,
      emptied: 'UPDATE "orders" SET "note" = \'x\';',
      stamped: 'ALTER TABLE "orders" ADD COLUMN "at" timestamp DEFAULT now() NOT NULL;',
      marked:
        'ALTER TABLE "orders" ADD COLUMN "mark" uuid DEFAULT gen_random_uuid() NOT NULL; UPDATE "orders" SET "note" = \'y\';',
    },
    (repository) => {
      const { found } = beside(repository, 'filled', 'emptied');
      expect(found).toMatchObject([{ code: 'conflicting-migrations' }]);
      expect(found[0].message).toContain('rows of public.orders');
      expect(beside(repository, 'stamped', 'marked').found).toEqual([]);
    },
  ));

test('what forbids a transaction, or is seen after it alone, is run on a copy', () =>
  withBranches(
    {
      lone: 'CREATE INDEX CONCURRENTLY "by_note" ON "orders" ("note");',
      dropped: 'ALTER TABLE "orders" DROP COLUMN "note";',
      total: 'ALTER TABLE "orders" ADD COLUMN "total" integer;',
    },
    (repository) => {
      expect(beside(repository, 'lone', 'dropped')).toMatchObject({
        found: [{ code: 'conflicting-migrations' }],
      });
      expect(beside(repository, 'lone', 'total').found).toEqual([]);
    },
  ));

test('without a shadow their text is read, and it is said that nothing is proved', () =>
  withBranches(
    {
      view: 'CREATE VIEW "open" AS (select "note" from "orders");',
      dropped: 'ALTER TABLE "orders" DROP COLUMN "note" CASCADE;',
      total: 'ALTER TABLE "orders" ADD COLUMN "total" integer;',
      same: 'alter table "orders" add column "total" integer;',
      hidden: `DO $$ BEGIN EXECUTE 'ALTER TABLE "orders" ADD "x" text'; END $$;`,
    },
    (repository) => {
      const read = (head: string, base: string) => beside(repository, head, base, '--no-replay');
      const conflict = read('dropped', 'view');
      expect(conflict).toMatchObject({ exitCode: 1, notChecked: ['schema', 'replay'] });
      expect(conflict.found[0].message).toMatchInlineSnapshot(
        `"0001_dropped and 0001_view do not go together: 0001_dropped takes column orders.note away, which 0001_view needs (0001_dropped: \`ALTER TABLE "orders" DROP COLUMN "note" CASCADE;\`; 0001_view: \`CREATE VIEW "open" AS (select "note" from "orders");\`). The order that works: 0001_view, then 0001_dropped. Not proved: --no-replay keeps it away from a shadow"`,
      );
      expect(read('total', 'same').found[0].message).toMatchInlineSnapshot(
        `"0001_total and 0001_same do the same: \`ALTER TABLE "orders" ADD COLUMN "total" integer;\`. As they are, what 0001_total says is done already (drizzle/0001_total.sql:1). Not proved: --no-replay keeps it away from a shadow"`,
      );
      const peace = read('total', 'view');
      expect(peace).toMatchObject({ found: [], notChecked: ['schema', 'replay'] });
      expect(peace.notProved).toMatchInlineSnapshot(
        `"whether 0001_total and 0001_view go together: their text tells nothing against it, but --no-replay keeps it away from a shadow"`,
      );
      const unknown = read('hidden', 'total');
      expect(unknown).toMatchObject({ exitCode: 2, found: [], notChecked: ['schema', 'replay'] });
      expect(unknown.error).toMatchInlineSnapshot(`
        {
          "code": "untold-branches",
          "help": "mend that, and run the same command again; \`npx drizzle-guard explain untold-branches\` says more",
          "message": "it cannot be told whether 0001_hidden and 0001_total go together: --no-replay keeps it away from a shadow, and 0001_hidden holds what cannot be read (drizzle/0001_hidden.sql:1)",
        }
      `);
      expect(unknown.notProved).toMatchInlineSnapshot(
        `"whether 0001_hidden and 0001_total go together: --no-replay keeps it away from a shadow, and 0001_hidden holds what cannot be read (drizzle/0001_hidden.sql:1)"`,
      );
    },
  ));

test('rows that both write, and of which the shadow has none, are told by their text', () =>
  withBranches(
    {
      one: `UPDATE "orders" SET "note" = 'a' WHERE "id" = 4711;`,
      other: `DELETE FROM "orders" WHERE "note" = 'a';`,
      third: `UPDATE "orders" SET "note" = 'c' WHERE "id" = 4712;`,
    },
    (repository) => {
      const { found } = beside(repository, 'one', 'other');
      expect(found[0].message).toMatchInlineSnapshot(
        `"0001_one and 0001_other do not go together: the rows of orders hang on which of them comes first: note (0001_one: \`UPDATE "orders" SET "note" = 'a' WHERE "id" = 4711;\`; 0001_other: \`DELETE FROM "orders" WHERE "note" = 'a';\`). Not proved: no row of the shadow shows it; yours may"`,
      );
      expect(beside(repository, 'one', 'third')).toMatchObject({ found: [], notChecked: ['schema'] });
    },
  ));

import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { drizzleConfig, withWorkspace, type Workspace } from 'testkit';
import { expect } from 'vitest';
import { onPostgres, withDatabase, type Database } from '../engines/postgres/fixtures';
import { kitHistory, type Step } from './kit-history';
import { masked } from '../databases';

const id = () => integer('id').primaryKey();
const users = pgTable('users', { id: id(), name: text('name') });
const notes = pgTable('notes', { id: id() });
const wider = pgTable('users', { id: id(), name: text('name'), nick: text('nick') });
const people = pgTable('people', { id: id(), title: text('title'), nick: text('nick') });

const USERS: Step = ['0000_users', { users }];
const NICK: Step = ['0001_nick', { users: wider }];
const NOTES: Step = ['0002_notes', { users: wider, notes }];
const RENAMED: Step = [
  '0003_people',
  { people, notes },
  'ALTER TABLE "users" RENAME TO "people";\n--> statement-breakpoint\nALTER TABLE "people" RENAME COLUMN "name" TO "title";',
];

function withShop(
  steps: readonly Step[],
  use: (workspace: Workspace, database: Database) => Promise<void>,
  more: Record<string, string> = {},
): Promise<void> {
  return withDatabase(async (database) => {
    const config = drizzleConfig({ dialect: 'postgresql', dbCredentials: { url: database.url } });
    const history = await kitHistory('postgresql', steps);
    const files = { 'package.json': '{ "name": "shop" }', 'drizzle.config.ts': config, ...history, ...more };
    await withWorkspace(files, async (workspace) => {
      expect(workspace.bin(['migrate'])).toMatchObject({ exitCode: 0 });
      await use(workspace, database);
    });
  });
}

const shown = (text: string) => masked(text).replaceAll(/postgres [\w.]+:\d+\/\w+/g, 'postgres <db>');
const ledger = async ({ sql }: Database) =>
  (await sql('select count(*)::int as n from drizzle.__drizzle_migrations'))[0]!['n'];

onPostgres('what takes rows with it is named, wants consent, and is pending again afterwards', () =>
  withShop([USERS, NICK, NOTES], async ({ bin }, database) => {
    await database.sql(
      "insert into users values (1, 'Ada', 'a'), (2, 'Grace', null); insert into notes values (1)",
    );
    const plan = bin(['rollback', '2', '--dry-run']);
    expect(plan.exitCode).toBe(0);
    expect(shown(plan.stdout)).toMatchInlineSnapshot(`
      "shop  development  postgres <db>
      shop  dry run: 2 migrations would be taken back
        0002_notes, by drizzle-kit  lossy: proven on a throw-away database, and data goes with it
          DROP TABLE "notes" CASCADE;
            -- locks notes ACCESS EXCLUSIVE
          lost: table notes with 1 row
        0001_nick, by drizzle-kit  lossy: proven on a throw-away database, and data goes with it
          ALTER TABLE "users" DROP COLUMN "nick";
            -- locks users ACCESS EXCLUSIVE
          lost: column nick of users with 1 value
      "
    `);
    const refused = bin(['rollback', '2']);
    expect(refused.exitCode).toBe(2);
    expect(shown(refused.stdout)).toMatchInlineSnapshot(`
      "shop  development  postgres <db>
      shop
        error[lossy-rollback] taking this back loses data, or is not proven, and nobody has agreed to that; nothing was changed:
          0002_notes: table notes with 1 row
          0001_nick: column nick of users with 1 value
          help: take a backup (\`npx drizzle-guard backup\`), then run \`npx drizzle-guard rollback 2 --database shop --environment development --accept-loss --yes shop@development\` where that is what you want
      0 errors, 0 warnings, 1 database could not be dealt with
      "
    `);
    expect(bin(['rollback', '2', '--accept-loss', '--yes', 'shop@production']).exitCode).toBe(2);
    expect(await ledger(database)).toBe(3);

    const done = bin(['rollback', '2', '--accept-loss', '--yes', 'shop@development']);
    expect(shown(done.stdout)).toMatchInlineSnapshot(`
      "shop  development  postgres <db>
        0002_notes  taken back  <n> ms
        0001_nick  taken back  <n> ms
      shop  took 2 migrations back
        0002_notes, by drizzle-kit  lossy: proven on a throw-away database, and data goes with it
          lost: table notes with 1 row
        0001_nick, by drizzle-kit  lossy: proven on a throw-away database, and data goes with it
          lost: column nick of users with 1 value
        hint: 0001_nick and 0002_notes are pending again, with their files in drizzle: the next \`npx drizzle-guard migrate\` applies them again. Correct them first; or take the change out of the schema, and delete them where they have not landed, else run \`npx drizzle-guard generate\`
      "
    `);
    expect(done.exitCode).toBe(0);
    expect(await ledger(database)).toBe(1);
    expect(await database.sql('select * from users order by id')).toEqual([
      { id: 1, name: 'Ada' },
      { id: 2, name: 'Grace' },
    ]);
    expect(bin(['migrate', '--json']).json()).toMatchObject({
      databases: [{ applied: [{ migration: '0001_nick' }, { migration: '0002_notes' }], findings: [] }],
    });
    expect(bin(['rollback', '9']).stdout).toContain(
      '3 migrations are applied here, and 9 are to be taken back',
    );
  }),
);

onPostgres('what was renamed gets its old name again, and no row is lost', () =>
  withShop([USERS, NICK, NOTES, RENAMED], async ({ bin }, { sql }) => {
    await sql("insert into people values (1, 'Ada', 'a')");
    const run = bin(['rollback', '--json']);
    expect(run.json()).toMatchObject({
      ...{ command: 'rollback', exitCode: 0, dryRun: false },
      databases: [
        {
          undone: [{ migration: '0003_people' }],
          ways: [{ migration: '0003_people', label: 'proven', by: 'drizzle-kit', losses: [], why: null }],
          notChecked: ['base'],
        },
      ],
    });
    expect(await sql('select * from users')).toEqual([{ id: 1, name: 'Ada', nick: 'a' }]);
    // By the name that its table has now: nothing is lost of what is empty.
    await sql('update users set nick = null');
    expect(bin(['migrate']).exitCode).toBe(0);
    expect(bin(['rollback', '--to', '0000', '--json']).json()).toMatchObject({
      databases: [
        { undone: [{ migration: '0003_people' }, { migration: '0002_notes' }, { migration: '0001_nick' }] },
      ],
    });
    expect(await sql('select * from users')).toEqual([{ id: 1, name: 'Ada' }]);
  }),
);

const ROWS: Step = ['0001_rows', { users }, `INSERT INTO "users" VALUES (7, 'seven');`];
const VIEW: Step = ['0002_view', { users }, 'CREATE VIEW "names" AS SELECT "name" FROM "users";'];

onPostgres('SQL of somebody wins, where it leads back; without it there may be no way', () =>
  withShop([USERS, ROWS, VIEW], async ({ bin, write }, { sql }) => {
    const none = bin(['rollback']);
    expect(none.exitCode).toBe(2);
    expect(shown(none.stdout)).toMatchInlineSnapshot(`
      "shop  development  postgres <db>
      shop
        error[no-way-back] 0002_view cannot be taken back by itself: it does what no snapshot holds, so drizzle-kit writes nothing that takes it back
          help: write what takes it back into drizzle/0002_view.down.sql (a comment alone where nothing is to be), then run the command again; nothing was changed
      0 errors, 0 warnings, 1 database could not be dealt with
      "
    `);
    write({ 'drizzle/0002_view.down.sql': '-- nothing\n' });
    const wrong = bin(['rollback']);
    expect(wrong.exitCode).toBe(2);
    expect(shown(wrong.stdout)).toMatchInlineSnapshot(`
      "shop  development  postgres <db>
      shop
        error[unproven-rollback] 0002_view is not taken back, because drizzle/0002_view.down.sql is not proven: after it not all is as it was before: view public.names is left
          help: correct drizzle/0002_view.down.sql, then run the command again; nothing was changed
      0 errors, 0 warnings, 1 database could not be dealt with
      "
    `);
    write({
      'drizzle/0002_view.down.sql': 'DROP VIEW "names";\n',
      'drizzle/0001_rows.down.sql': 'DELETE FROM "users" WHERE "id" = 7;\n',
    });
    expect(bin(['check', '--json']).stdout).not.toContain('orphan');
    const run = bin(['rollback', '2', '--accept-loss', '--yes', 'shop@development']);
    expect(shown(run.stdout)).toMatchInlineSnapshot(`
      "shop  development  postgres <db>
        0002_view  taken back  <n> ms
        0001_rows  taken back  <n> ms
      shop  took 2 migrations back
        0002_view, by drizzle/0002_view.down.sql  proven: up, down and up again on a throw-away database; nothing is lost
        0001_rows, by drizzle/0001_rows.down.sql  lossy: proven on a throw-away database, and data goes with it
          lost: rows of users, which has 1 row: DELETE FROM "users" WHERE "id" = 7
        hint: 0001_rows and 0002_view are pending again, with their files in drizzle: the next \`npx drizzle-guard migrate\` applies them again. Correct them first; or take the change out of the schema, and delete them where they have not landed, else run \`npx drizzle-guard generate\`
      "
    `);
    expect(await sql('select * from users')).toEqual([]);
    // Nobody applies them.
    expect(bin(['migrate']).exitCode).toBe(0);
    expect(await sql('select name from names')).toEqual([{ name: 'seven' }]);
  }),
);

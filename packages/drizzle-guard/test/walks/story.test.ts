import { expect, test, vi } from 'vitest';
import { followAdvice, tagsOf } from '../hooks/advice';
import { APPLY, madeDatabase } from '../hooks/after';
import { conclude, db, schemaWith, words } from '../hooks/fixtures';
import { forgetMigration, generateAndCommit } from '../hooks/generate-and-commit';
import { isLong, withRepository } from 'testkit';

// Each step of it has a test of its own in hooks/, and page.test.ts goes the way of a team each time.

// A PGlite database is opened several times, which takes seconds each on a busy machine.
vi.setConfig({ testTimeout: 180_000 });

test.runIf(isLong)('two people, two branches, one database', async () => {
  await withRepository(db({}, APPLY), async (start) => {
    start.addRemote();
    const [ada, ben] = [start.clone('ada'), start.clone('ben')];
    madeDatabase(ben);
    expect(ben.bin(['migrate']).exitCode).toBe(0);

    // Ada changes the schema and forgets the migration.
    ada.prepare('checkout', '--quiet', '-b', 'tags');
    forgetMigration(ada);
    generateAndCommit(ada, 'tag');

    // Ben makes another one meanwhile, and lands first.
    ben.prepare('checkout', '--quiet', '-b', 'titles');
    ben.write({ 'db/src/schema.ts': schemaWith('users.title') });
    generateAndCommit(ben, 'title');
    ben.prepare('checkout', '--quiet', 'main');
    expect(ben.git(['merge', 'titles']).stderr).toContain('db: arrived 0003_title');
    expect(ben.git(['push'])).toMatchObject({ exitCode: 0, hooks: ['pre-push'] });

    // Ada's branch must not land as it is.
    ada.prepare('fetch', '--quiet');
    const push = ada.git(['push', 'origin', 'tags']);
    expect([push.exitCode, words(push, ada)]).toMatchInlineSnapshot(`
      [
        1,
        "db
        error[late-migration] 0003_tag (<time>) is not newer than 0003_title (<time>), which is on origin/main: drizzle-orm skips it in silence where that one is applied
          db/drizzle/meta/_journal.json:26
          help: \`npx drizzle-guard rebase --onto origin/main\` brings in what has landed and moves 0003_tag behind it
        error[forked-history] origin/main has 0003_title, which this branch lacks, and this branch has 0003_tag: merged as they are, they fork
          db/drizzle/meta/_journal.json:26
          help: \`npx drizzle-guard rebase --onto origin/main\` brings in what has landed and moves 0003_tag behind it
      to park unfinished work on a branch: \`git push --no-verify\`; before it lands, \`npx drizzle-guard check --base auto\` in CI says the same again
      drizzle-guard stopped this push; nothing was sent.
      error: failed to push some refs to 'file://<place>/remote.git'",
      ]
    `);
    expect(ada.git(['merge', 'origin/main'])).toMatchObject({ exitCode: 1, hooks: [] });
    const stopped = conclude(ada);
    expect([stopped.exitCode, words(stopped, ada)]).toMatchInlineSnapshot(`
      [
        1,
        "db
        error[broken-journal] db/drizzle/meta/_journal.json holds the conflict markers of a merge (line 29)
        error[malformed-snapshot] db/drizzle/meta/0003_snapshot.json holds the conflict markers of a merge (line 2)
        ours    tags: 0003_tag
        theirs  origin/main: 0003_title (landed)
        moves 0003_tag behind the migrations of origin/main, with every byte of SQL
        next:
          npx drizzle-guard rebase --database db
          git commit --no-edit
      drizzle-guard stopped this commit; nothing was recorded.",
      ]
    `);

    // She types what it says.
    expect(followAdvice(ada, stopped)).toMatchObject({ exitCode: 0 });
    expect(tagsOf(ada)).toEqual(['0003_title', '0004_tag']);
    expect(ada.git(['push', 'origin', 'tags'])).toMatchObject({ exitCode: 0, hooks: ['pre-push'] });
    ada.prepare('checkout', '--quiet', 'main');
    ada.prepare('merge', '--quiet', 'tags');
    expect(ada.git(['push', 'origin', 'main'])).toMatchObject({ exitCode: 0, hooks: ['pre-push'] });

    // Ben pulls, and his development database follows.
    const pull = ben.git(['pull']);
    expect([pull.exitCode, pull.hooks]).toEqual([0, ['post-merge']]);
    expect(pull.stderr).toContain('db: arrived 0004_tag\n  applied to pglite db/.pglite: 0004_tag');
    const status = ben.bin(['status', '--json']);
    const states = status.json().databases[0].migrations.map(({ state }: { state: string }) => state);
    expect([status.exitCode, states]).toEqual([0, Array(5).fill('applied')]);
    expect(ben.bin(['check']).exitCode).toBe(0);
  });
});

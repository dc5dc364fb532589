import { expect, test, vi } from 'vitest';
import { withRepository, type Repository } from 'testkit';
import { followAdvice } from '../hooks/advice';
import { conclude, db, schemaWith, words } from '../hooks/fixtures';
import { generateAndCommit } from '../hooks/generate-and-commit';
import { checked, drizzleKit, installKitOne, MANIFEST, titlesIn } from './upgrade-fixtures';

vi.setConfig({ testTimeout: 300_000 });

const passes = { exitCode: 0 };

/** A branch from what is checked out, with a migration for each of these columns. */
function branchWith(repository: Repository, name: string, ...columns: string[]): void {
  repository.prepare('checkout', '--quiet', '-b', name);
  repository.write({ 'db/src/schema.ts': schemaWith(...columns) });
  generateAndCommit(repository, name);
}

function land(repository: Repository): void {
  expect(repository.git(['push', 'origin', 'main'])).toMatchObject(passes);
}

test('the road from a journal to folders, until the last old branch is merged', async () => {
  await withRepository(db(), async (start) => {
    start.addRemote();
    const [ada, ben] = [start.clone('ada'), start.clone('ben')];

    // Two branches are made before: one of Ben's, and one of Ada's with a line of SQL by hand.
    branchWith(ada, 'tags', 'tag');
    expect(ada.bin(['generate', '--custom', '--name', 'fill'])).toMatchObject(passes);
    const byHand = `UPDATE "entries" SET "tag" = 'none';\n`;
    ada.write({ 'db/drizzle/0004_fill.sql': byHand });
    ada.prepare('add', '.');
    expect(ada.git(['commit', '--message', 'fill'])).toMatchObject(passes);
    branchWith(ben, 'titles', 'users.title');

    // Ada installs 1.0. Without the upgrade that is no commit; with it, it lands.
    ada.prepare('checkout', '--quiet', 'main');
    installKitOne(ada);
    ada.write(MANIFEST);
    const bump = ada.git(['commit', '--all', '--message', 'drizzle-kit 1.0']);
    expect([bump.exitCode, words(bump, ada)]).toMatchInlineSnapshot(`
      [
        1,
        "db
        error[layout-mismatch] db/drizzle is in the journal layout, and drizzle-kit 1.0.0-rc.5, which its package resolves, works in the folders layout
          help: run \`npx drizzle-kit up\`, which turns the one into the other, and commit what it changes; or install drizzle-kit 0.31
      drizzle-guard stopped this commit; nothing was recorded.",
      ]
    `);
    drizzleKit(ada, 'up');
    ada.prepare('add', '.');
    expect(ada.git(['commit', '--message', 'drizzle-kit 1.0'])).toMatchObject({ exitCode: 0, stderr: '' });
    land(ada);

    // Ben's branch cannot land as it is, and the merge says what to type, beginning with the install.
    ben.prepare('fetch', '--quiet');
    expect(checked(ben, '--base', 'auto')).toEqual([1, 'forked-history']);
    expect(ben.git(['merge', 'origin/main'])).toMatchObject({ exitCode: 1, hooks: [] });
    expect(conclude(ben).stderr).toMatch(/git restore [^\n]*\n +npm install\n +cd db\n +npx drizzle-kit up/);
    installKitOne(ben);
    const stopped = conclude(ben);
    expect([stopped.exitCode, words(stopped, ben)]).toMatchInlineSnapshot(`
      [
        1,
        "db
        error[mixed-layout] db/drizzle holds both layouts: 20260105090000_users, 20260105090100_entries and 20260105090200_first_entry in folders (drizzle-kit 1.0), and a journal (0.x) with 0003_titles beside them
          db/drizzle/20260105090000_users/migration.sql
        ours    titles: 0003_titles
        theirs  origin/main: no migration of its own
        next:
          git rm -r --force --quiet -- db/drizzle
          git restore --source=<commit> --worktree -- db/drizzle
          cd db
          npx drizzle-kit up
          cd ..
          git restore --source=<commit> --staged --worktree -- db/drizzle
          git add db/drizzle
          git commit --no-edit
      drizzle-guard stopped this commit; nothing was recorded.",
      ]
    `);
    expect(followAdvice(ben, stopped)).toMatchObject(passes);
    expect(checked(ben, '--base', 'auto')).toEqual([0]);
    ben.prepare('checkout', '--quiet', 'main');
    ben.prepare('merge', '--quiet', '--ff-only', 'titles');
    land(ben);

    // Ada merges her own branch into main, where it comes late by now.
    ada.prepare('pull', '--quiet');
    expect(ada.git(['merge', 'tags'])).toMatchObject({ exitCode: 1 });
    const last = conclude(ada);
    expect(last.stderr).toMatch(/ mv \S+_tags \S+_tags\n +mv \S+_fill \S+_fill\n/);
    expect(followAdvice(ada, last)).toMatchObject(passes);
    expect(titlesIn(ada)).toEqual(['users', 'entries', 'first_entry', 'titles', 'tags', 'fill']);
    const fill = ada.prepare('ls-files', 'db/drizzle/*_fill/migration.sql');
    expect(ada.read(fill)).toBe(byHand);
    land(ada);

    // All of it is said by each command, and the next migration continues both branches.
    expect(checked(ada, '--base', 'auto')).toEqual([0, 'unmerged-fork']);
    const history = ada.bin(['history', '--json']).json().databases[0].migrations;
    expect(history.map(({ landed }: { landed: boolean }) => landed)).toEqual(Array(6).fill(true));
    expect(ada.bin(['generate', '--json']).json()).toMatchObject({
      exitCode: 0,
      databases: [{ layout: 'folders', generated: [], findings: [] }],
    });
    ada.write({ 'db/src/schema.ts': schemaWith('users.title', 'tag', 'kind') });
    generateAndCommit(ada, 'kind');
    expect(checked(ada, '--base', 'auto')).toEqual([0]);
    land(ada);
  });
});

import path from 'node:path';
import { foldersHistory, journalHistory, withRepository, type Repository } from 'testkit';
import { expect, test } from 'vitest';
import { forked, MINE, steps, THEIRS, withDb } from './hooks/fixtures';
import { fingerprint } from './fixtures';

const DAY = 24 * 60 * 60 * 1000;

/** What people read, with the exit code where it is not 0; git's settings are not this machine's. */
function read({ bin, env, dir }: Repository, ...args: string[]): string {
  const { exitCode, stdout, stderr } = bin(['history', ...args], { env });
  const words = `${stdout}${stderr}`.replaceAll(path.dirname(dir), '<place>');
  return `\n${words}${exitCode === 0 ? '' : `exit ${exitCode}\n`}`;
}

/** `feat` is checked out beside a remote whose main has another migration. */
function landedMeanwhile(repository: Repository, mine = MINE, theirs = THEIRS): void {
  repository.addRemote();
  forked(repository, mine, theirs);
  repository.prepare('push', '--quiet', 'origin', 'main');
}

test('what has landed, what has not, and what only the base has', () =>
  withDb((repository) => {
    landedMeanwhile(repository);
    const before = [fingerprint(repository.dir), repository.prepare('status', '--porcelain')];
    expect(read(repository)).toMatchInlineSnapshot(`
      "
      db  4 migrations, 1 not landed on origin/main, 1 only there, 1 fork, 2 open leaves
        o 2026-01-07 0003_title  not landed, open leaf
        | . 2026-01-06 0003_tag  on origin/main, not here, open leaf
        |/
        * 2026-01-05 0002_first_entry  landed, fork
        * 2026-01-05 0001_entries  landed
        * 2026-01-05 0000_users  landed
      "
    `);
    expect([fingerprint(repository.dir), repository.prepare('status', '--porcelain')]).toEqual(before);
    expect(read(repository, '--migrations', 'db/drizzle')).toBe(
      read(repository).replace('db  ', 'db/drizzle  '),
    );
    expect(read(repository, '--head', 'main', '--base', 'feat')).toMatchInlineSnapshot(`
      "
      db  4 migrations, 1 not landed on feat, 1 only there, 1 fork, 2 open leaves
        o 2026-01-06 0003_tag  not landed, late, open leaf
        | . 2026-01-07 0003_title  on feat, not here, open leaf
        |/
        * 2026-01-05 0002_first_entry  landed, fork
        * 2026-01-05 0001_entries  landed
        * 2026-01-05 0000_users  landed
      "
    `);
  }));

test('a late one, and several on either side', () =>
  withDb((repository) => {
    landedMeanwhile(repository, { ...MINE, when: THEIRS.when - DAY / 2 });
    repository.commit(
      'More',
      steps(
        { ...MINE, when: THEIRS.when - DAY / 2 },
        { tag: '0004_more', column: 'more', when: THEIRS.when + DAY },
      ),
    );
    expect(read(repository)).toMatchInlineSnapshot(`
      "
      db  5 migrations, 2 not landed on origin/main, 1 only there, 1 fork, 2 open leaves
        o 2026-01-07 0004_more  not landed, open leaf
        o 2026-01-05 0003_title  not landed, late
        | . 2026-01-06 0003_tag  on origin/main, not here, open leaf
        |/
        * 2026-01-05 0002_first_entry  landed, fork
        * 2026-01-05 0001_entries  landed
        * 2026-01-05 0000_users  landed
      "
    `);
    const { migrations, base, notChecked } = repository
      .bin(['history', '--json'], { env: repository.env })
      .json().databases[0];
    expect({ base, notChecked }).toEqual({ base: 'origin/main', notChecked: [] });
    expect(
      migrations.map(
        ({ migration, landed, here, late }: Record<string, unknown>) =>
          `${migration} landed ${landed} here ${here} late ${late}`,
      ),
    ).toEqual([
      '0000_users landed true here true late false',
      '0001_entries landed true here true late false',
      '0002_first_entry landed true here true late false',
      '0003_tag landed true here false late false',
      '0003_title landed false here true late true',
      '0004_more landed false here true late false',
    ]);
  }));

test('what was edited, renamed or removed after it had landed', () =>
  withDb((repository) => {
    repository.commit('Tag', steps(THEIRS));
    repository.addRemote();
    repository.prepare('checkout', '--quiet', '-b', 'feat');
    repository.write({
      'db/drizzle/0000_users.sql': 'SELECT 1;',
      'db/drizzle/meta/_journal.json': repository
        .read('db/drizzle/meta/_journal.json')
        .replace('0001_entries', '0001_notes')
        .replace(/,\s*\{[^{}]*0003_tag[^{}]*\}/, ''),
    });
    repository.prepare('mv', 'db/drizzle/0001_entries.sql', 'db/drizzle/0001_notes.sql');
    expect(read(repository)).toMatchInlineSnapshot(`
      "
      db  3 migrations, all landed on origin/main, 1 only there
        . 2026-01-06 0003_tag  on origin/main, removed here
        * 2026-01-05 0002_first_entry  landed
        * 2026-01-05 0001_notes  landed, renamed
        * 2026-01-05 0000_users  landed, edited
      "
    `);
  }));

test('a base that nobody asked for may be missing; one that was asked for may not', () =>
  withDb((repository) => {
    expect(read(repository)).toMatchInlineSnapshot(`
      "
      db  3 migrations
        * 2026-01-05 0002_first_entry
        * 2026-01-05 0001_entries
        * 2026-01-05 0000_users
      no base: none was found, and \`--base <ref>\` names one; everything counts as landed
      "
    `);
    expect(read(repository, '--base', 'auto')).toMatchInlineSnapshot(`
      "
      error[no-base] --base auto found no base: there is no "base" in drizzle-guard.json, no NX_BASE, and no remote with a default branch
        help: name it, as in \`--base origin/main\`, or fetch it with \`git fetch origin\`; nothing was checked
      exit 2
      "
    `);
    expect(read(repository, '--head', 'nope')).toMatchInlineSnapshot(`
      "
      error[unknown-head] --head nope: this clone has no branch or commit of that name
        help: give worktree, index, or a branch or commit that \`git log\` shows here (\`git fetch\` brings those of a remote); nothing was checked
      exit 2
      "
    `);
  }));

test('a base whose journal is none is done without, unless it was asked for', () =>
  withDb((repository) => {
    repository.commit('Broken', { 'db/drizzle/meta/_journal.json': '{' });
    repository.addRemote();
    repository.prepare('checkout', '--quiet', '-b', 'feat', 'HEAD~1');
    expect(read(repository)).toMatchInlineSnapshot(`
      "
      db  3 migrations
        * 2026-01-05 0002_first_entry
        * 2026-01-05 0001_entries
        * 2026-01-05 0000_users
      no base: db/drizzle/meta/_journal.json cannot be read on origin/main, so it is not known what has landed; everything counts as landed
      "
    `);
    expect(read(repository, '--base', 'origin/main')).toMatchInlineSnapshot(`
      "
      db
        error[unreadable-base] db/drizzle/meta/_journal.json cannot be read on origin/main, so it is not known what has landed
          help: mend it on origin/main first; \`npx drizzle-guard history --database db\` without --base draws this side alone
      0 errors, 0 warnings, 1 database could not be dealt with
      exit 2
      "
    `);
  }));

test('the index, and a merge whose journal is in conflict', () =>
  withDb((repository) => {
    landedMeanwhile(repository);
    repository.prepare('rm', '--quiet', '-r', '--cached', 'db/drizzle');
    expect(read(repository, '--head', 'index')).toMatchInlineSnapshot(`
      "
      db  0 migrations, 4 only on origin/main
        . 2026-01-06 0003_tag  on origin/main, not here
        . 2026-01-05 0002_first_entry  on origin/main, removed here
        . 2026-01-05 0001_entries  on origin/main, removed here
        . 2026-01-05 0000_users  on origin/main, removed here
      "
    `);
    repository.prepare('reset', '--quiet');
    repository.git(['merge', 'origin/main']);
    expect(read(repository)).toMatchInlineSnapshot(`
      "
      db
        error[unreadable-history] db/drizzle/meta/_journal.json cannot be read, so it is not known which migrations there are
          help: \`npx drizzle-guard check --database db\` says what is wrong with it; nothing was drawn
      0 errors, 0 warnings, 1 database could not be dealt with
      note: git is in the middle of an operation, so this is not what it will be: \`npx drizzle-guard check\` says how to go on where that is stopped
      exit 2
      "
    `);
  }));

test('a branch that has gone over to the folders layout, beside a base that has not', () =>
  withRepository({ 'package.json': '{}', ...journalHistory(['0000_users', '0001_orders']) }, (repository) => {
    repository.addRemote();
    repository.prepare('checkout', '--quiet', '-b', 'feat');
    repository.prepare('rm', '--quiet', '-r', 'drizzle');
    repository.commit(
      'Folders',
      foldersHistory([
        { tag: '20260101000100_users', id: '0000_users' },
        { tag: '20260101000200_orders', id: '0001_orders' },
        { tag: '20260102000000_mine' },
      ]),
    );
    repository.prepare('checkout', '--quiet', 'main');
    repository.commit('Tags', journalHistory(['0000_users', '0001_orders', '0002_tags']));
    repository.prepare('push', '--quiet', 'origin', 'main');
    repository.prepare('checkout', '--quiet', 'feat');
    expect(read(repository, '--migrations', 'drizzle')).toMatchInlineSnapshot(`
      "
      drizzle  3 migrations, 1 not landed on origin/main, 1 only there, 1 fork, 2 open leaves
        o 2026-01-02 20260102000000_mine  not landed, open leaf
        | . 2026-01-01 0002_tags  on origin/main, not here, open leaf
        |/
        * 2026-01-01 20260101000200_orders  landed, fork
        * 2026-01-01 20260101000100_users  landed
      "
    `);
  }));

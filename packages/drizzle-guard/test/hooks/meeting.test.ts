import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { followAdvice, tagsOf } from './advice';
import { conclude, fork, MINE, SCHEMA_ASIDE, steps, withDb } from './fixtures';
import { forkedFolders, madeByKitOne, step, withFoldersDb } from './folders-fixtures';

madeByKitOne();

test('two branches whose rows hang on the order: the push is stopped, and the advice leads out', () =>
  withDb((repository) => {
    repository.addRemote();
    const mine = { tag: '0003_fill', sql: `UPDATE "entries" SET "note" = 'none';`, when: MINE.when };
    const theirs = { tag: '0003_say', sql: `UPDATE "entries" SET "note" = 'said ' || "note";` };
    fork(repository, steps(mine), steps(theirs));
    repository.prepare('push', '--quiet', 'origin', 'main');
    const push = repository.git(['push', 'origin', 'feat']);
    expect(push.exitCode).toBe(1);
    expect(push.stderr).toContain(
      'error[conflicting-migrations] 0003_fill and 0003_say do not go together: rows of public.entries is ',
    );
    expect(push.stderr).toContain(
      'help: `npx drizzle-guard rebase --onto origin/main` brings in what has landed',
    );
    // What a shadow has shown is kept, and names the file of today.
    const journal = 'db/drizzle/meta/_journal.json';
    repository.prepare('mv', 'db/drizzle/0003_fill.sql', 'db/drizzle/0003_again.sql');
    repository.write({ [journal]: repository.read(journal).replace('0003_fill', '0003_again') });
    repository.commit('Another name');
    const again = repository.git(['push', 'origin', 'feat']).stderr;
    expect(again).toContain('error[conflicting-migrations] 0003_again and 0003_say do not go together: ');
    expect(again).not.toContain('0003_fill');
    expect(repository.git(['merge', 'origin/main']).exitCode).toBe(1);
    expect(followAdvice(repository, conclude(repository))).toMatchObject({ exitCode: 0 });
    expect(tagsOf(repository)).toEqual(['0003_say', '0004_again']);
    expect(repository.git(['push', 'origin', 'feat'])).toMatchObject({ exitCode: 0 });
  }));

test.each([
  ['is over before it is known', '1ms', /Not proved: the shadow.* took longer than 0\.001 s/],
  ['is none', '0s', /Not proved: "proofLimit" in drizzle-guard\.json leaves no time for it/],
])('where time %s their text decides, and it is said that it is not proved', (_, proofLimit, why) =>
  withDb(
    (repository) => {
      repository.addRemote();
      const theirs = { tag: '0003_say', sql: `UPDATE "entries" SET "note" = 'said ' || "note";` };
      const mine = { tag: '0004_fill', sql: `UPDATE "entries" SET "note" = 'none';`, when: MINE.when };
      fork(repository, steps(mine), steps(theirs));
      repository.prepare('push', '--quiet', 'origin', 'main');
      const push = repository.git(['push', 'origin', 'feat']);
      expect(push.exitCode).toBe(1);
      expect(push.stderr).toContain(
        'error[conflicting-migrations] 0004_fill and 0003_say do not go together: the rows of entries hang on which of them comes first: note',
      );
      expect(push.stderr).toMatch(why);
    },
    {},
    { ...SCHEMA_ASIDE, proofLimit },
  ),
);

test('open ends of folders have no more time than that, whatever is committed beside them', () =>
  withFoldersDb(
    (repository) => {
      forkedFolders(repository, step('fill', 12), step('tag', 11));
      const merge = repository.git(['merge', '--no-edit', 'origin/main']);
      expect(merge).toMatchObject({ exitCode: 0 });
      expect(merge.stderr).toContain('but "proofLimit" in drizzle-guard.json leaves no time for it');
      repository.write({ 'db/src/schema.ts': `${repository.read('db/src/schema.ts')}// both\n` });
      repository.commit('A note');
      // What a shadow has shown is kept there.
      expect(existsSync(path.join(repository.dir, '.git/drizzle-guard/rulings.json'))).toBe(false);
    },
    { ...SCHEMA_ASIDE, proofLimit: '0s' },
  ));

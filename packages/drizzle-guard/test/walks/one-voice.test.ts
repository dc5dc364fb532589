import { isLong, type Repository } from 'testkit';
import { describe, expect, test } from 'vitest';
import { followAdvice, tagsOf, type, typedIn } from '../hooks/advice';
import {
  conclude,
  conflicted,
  fork,
  forked,
  MINE,
  schemaWith,
  steps,
  THEIRS,
  withDb,
  words,
  type Step,
} from '../hooks/fixtures';

// In a merge, a rebase, a cherry-pick or a revert that is stopped there is one way on, and everything that is asked names it.

function expectSound(repository: Repository, ...tags: string[]): void {
  expect(repository.prepare('status', '--porcelain')).toBe('');
  expect(repository.bin(['check'])).toMatchObject({ exitCode: 0 });
  expect(tagsOf(repository)).toEqual(tags);
}

function printedBy({ bin }: Repository, ...args: string[]) {
  const { exitCode, stdout, stderr } = bin(args);
  return { exitCode, printed: `${stdout}${stderr}` };
}

test('a merge: commands and hooks say the same, and nothing beside it', () =>
  withDb((repository) => {
    conflicted(repository);
    const next = ['npx drizzle-guard rebase --database db', 'git commit --no-edit'];
    for (const command of [['check'], ['doctor'], ['doctor', '--repair'], ['generate']]) {
      const { exitCode, printed } = printedBy(repository, ...command);
      expect([command, exitCode, typedIn(printed)]).toEqual([command, 1, next]);
      expect(printed).not.toMatch(/help:|left to you|--repair would/);
    }
    const { databases } = repository.bin(['check', '--json']).json();
    expect(databases[0].next).toMatchObject({ steps: next });
    expect(databases[0].findings[0].help).toBe('do what "next" says');
    expect(printedBy(repository, 'history').printed).toContain('`npx drizzle-guard check');
    expect(typedIn(conclude(repository).stderr)).toEqual(next);

    // Resolved with one side alone, what git has merged of the schema is not to be generated again.
    repository.prepare('checkout', 'HEAD', '--', 'db/drizzle');
    repository.prepare('rm', '--quiet', '--force', 'db/drizzle/0003_tag.sql');
    const generated = printedBy(repository, 'generate');
    expect(generated.exitCode).toBe(2);
    expect(generated.printed).toContain('error[stopped-operation] db/drizzle lacks 0003_tag of main');
    expect(typedIn(generated.printed)).toEqual(next);
    expect(type(repository, next)).toMatchObject({ exitCode: 0 });
    expectSound(repository, '0003_tag', '0004_title');
  }));

test.runIf(isLong)('a schema that git could not merge is settled first, and staged with the rest', () =>
  withDb((repository) => {
    forked(repository, { ...MINE, column: 'title' });
    expect(repository.git(['merge', 'main'])).toMatchObject({ exitCode: 1 });
    const { printed } = printedBy(repository, 'doctor');
    expect(printed).toContain('settle by hand first: db/src/schema.ts');
    repository.write({ 'db/src/schema.ts': schemaWith('tag', 'title') });
    expect(type(repository, typedIn(printed))).toMatchObject({ exitCode: 0 });
    expectSound(repository, '0003_tag', '0004_title');
  }),
);

test('from a folder below: the first command leads to where the others count from', () =>
  withDb((repository) => {
    conflicted(repository);
    repository.prepare('add', '.');
    const { stderr } = repository.git(['commit', '--all', '--no-edit'], { in: 'db/src' });
    const typed = typedIn(stderr);
    expect([typed[0], typed.at(-1)]).toEqual(['cd ../..', 'git commit --all --no-edit']);
  }));

test('hand-written SQL among what is made again is put back as it was, in its order', () =>
  withDb((repository) => {
    const fill: Step = { tag: '0003_fill', sql: `UPDATE "entries" SET "note" = 'none';`, when: MINE.when };
    const title: Step = { ...MINE, tag: '0004_title', when: MINE.when + 1000 };
    fork(repository, steps(fill, title), steps(THEIRS));
    expect(repository.git(['merge', 'main']).exitCode).toBe(1);
    const followed = followAdvice(repository, conclude(repository));
    expect(followed).toMatchObject({ exitCode: 0 });
    expectSound(repository, '0003_tag', '0004_fill', '0005_title');
    expect(repository.read('db/drizzle/0004_fill.sql')).toBe(fill.sql);
    expect(repository.read('db/drizzle/0005_title.sql')).toBe('ALTER TABLE "users" ADD COLUMN "title" text;');
  }));

describe('a rebase', () => {
  test.runIf(isLong)('each of its stops has its own', () =>
    withDb((repository) => {
      const second: Step = { tag: '0004_label', column: 'users.label', when: MINE.when + 1000 };
      fork(repository, steps(MINE), steps(THEIRS));
      repository.commit('Second', steps(MINE, second));
      repository.prepare('config', 'advice.mergeConflict', 'false');
      expect(repository.git(['rebase', 'main']).exitCode).toBe(1);
      const first = printedBy(repository, 'check').printed;
      expect(words({ ...repository.git(['status']), stderr: first }, repository)).toContain(
        '  ours    main: 0003_tag\n  theirs  feat: 0003_title\n',
      );
      const typed = typedIn(first);
      expect(typed.at(-1)).toBe('git rebase --continue');
      // The next commit conflicts in the same files, so that git stops once more.
      expect(type(repository, typed).exitCode).toBe(1);
      expect(type(repository, typedIn(printedBy(repository, 'generate').printed))).toMatchObject({
        exitCode: 0,
      });
      expectSound(repository, '0003_tag', '0004_title', '0005_label');
    }),
  );
});

test.runIf(isLong)(
  'a cherry-pick: what it does to the schema becomes a migration after those that are here',
  () =>
    withDb((repository) => {
      forked(repository);
      expect(repository.git(['cherry-pick', 'main']).exitCode).toBe(1);
      repository.prepare('checkout', '--ours', 'db/drizzle');
      repository.prepare('add', '.');
      const stopped = repository.git(['cherry-pick', '--continue']);
      expect(stopped.exitCode).toBe(1);
      expect(typedIn(printedBy(repository, 'check').printed)).toEqual(typedIn(stopped.stderr));
      expect(followAdvice(repository, stopped)).toMatchObject({ exitCode: 0 });
      expectSound(repository, '0003_title', '0004_tag');
    }),
);

test.runIf(isLong)('a revert: a migration stays, and a new one undoes it', () =>
  withDb((repository) => {
    const reverted = repository.commit('Tag', steps(THEIRS));
    repository.commit('Title', steps(THEIRS, { ...MINE, tag: '0004_title' }));
    expect(repository.git(['revert', '--no-edit', reverted]).exitCode).toBe(1);
    const { printed } = printedBy(repository, 'check');
    expect(printed).toContain('0003_tag stays: what it did to the schema is undone by a new migration');
    expect(type(repository, typedIn(printed))).toMatchObject({ exitCode: 0 });
    expectSound(repository, '0003_tag', '0004_title', '0005_revert_tag');
    expect(repository.read('db/drizzle/0005_revert_tag.sql')).toContain('DROP COLUMN "tag"');
  }),
);

describe('two branches that are both behind the base', () => {
  const DAY = 24 * 60 * 60 * 1000;
  const older = (tag: string, column: string, days: number): Step => ({
    tag,
    column,
    when: THEIRS.when - days * DAY,
  });

  test.runIf(isLong)(
    'come together: what was late before stops nothing, and is made again where the base comes in',
    () =>
      withDb((repository) => {
        const { prepare } = repository;
        repository.addRemote();
        prepare('branch', 'fb');
        repository.commit('Main', steps({ ...THEIRS, tag: '0003_m' }));
        prepare('push', '--quiet', 'origin', 'main');
        for (const [branch, step] of [
          ['fb', older('0003_b', 'users.b', 2)],
          ['fa', older('0003_a', 'a', 3)],
        ] as const) {
          prepare('checkout', '--quiet', ...(branch === 'fb' ? ['fb'] : ['-b', 'fa', 'fb~1']));
          repository.commit(branch, steps(step));
        }
        expect(repository.git(['merge', 'fb']).exitCode).toBe(1);
        const behind = followAdvice(repository, conclude(repository));
        expect(behind).toMatchObject({ exitCode: 0 });
        expect(behind.output).toContain('warning[late-migration] 0003_b');
        expect(tagsOf(repository)).toEqual(['0003_b', '0004_a']);
        // The warning says to merge the base.
        expect(repository.git(['merge', 'origin/main']).exitCode).toBe(1);
        repository.write({ 'db/src/schema.ts': schemaWith('users.b', 'a', 'tag') });
        expect(followAdvice(repository, conclude(repository))).toMatchObject({ exitCode: 0 });
        expectSound(repository, '0003_m', '0004_b', '0005_a');
        expect(repository.bin(['check', '--base', 'origin/main'])).toMatchObject({ exitCode: 0 });
      }),
  );
});

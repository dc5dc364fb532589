import { isLong, sampleOf, type Repository } from 'testkit';
import { expect, test, vi } from 'vitest';
import { followAdvice, tagsOf } from '../hooks/advice';
import { conclude, schemaWith, withDb, words } from '../hooks/fixtures';
import { generateAndCommit } from '../hooks/generate-and-commit';

// What is made again after what has landed meanwhile, by the advice typed as it stands.

vi.setConfig({ testTimeout: 120_000 });

const passes = { exitCode: 0 };

function change(repository: Repository, name: string, ...columns: string[]): void {
  repository.write({ 'db/src/schema.ts': schemaWith(...columns) });
  generateAndCommit(repository, name);
}

function byHand({ bin, write, prepare, git }: Repository, name: string, sql: string): void {
  const run = bin(['generate', '--custom', '--name', name, '--json']);
  const [{ files }] = run.json().databases[0].generated;
  write({ [files[0]]: sql });
  prepare('add', '.');
  expect(git(['commit', '--message', name])).toMatchObject(passes);
}

/** `feat` does the one, and main the other, which lands; `feat` is checked out, and has fetched it. */
function apart(repository: Repository, feat: () => void, main: () => void): void {
  const { prepare, git, addRemote } = repository;
  addRemote();
  prepare('checkout', '--quiet', '-b', 'feat');
  feat();
  prepare('checkout', '--quiet', 'main');
  main();
  expect(git(['push', 'origin', 'main'])).toMatchObject(passes);
  prepare('checkout', '--quiet', 'feat');
}

/** Merges what has landed, and types what is said, until git is content. */
function merged(repository: Repository): string {
  repository.git(['merge', 'origin/main', '--no-edit']);
  const stopped = conclude(repository);
  expect(stopped.exitCode).toBe(1);
  const typed = followAdvice(repository, stopped);
  expect([typed.exitCode, typed.exitCode === 0 ? '' : typed.output + stopped.stderr]).toEqual([0, '']);
  expect(repository.prepare('status', '--porcelain')).toBe('');
  expect(repository.bin(['check', '--base', 'origin/main', '--replay']).exitCode).toBe(0);
  return words(stopped, repository);
}

const sqlOf = (repository: Repository, title: string) => {
  const file = repository.prepare('ls-files', `db/drizzle/*_${title}.sql`);
  return repository.read(file);
};

test('both sides have one name, and other SQL by hand: both are kept', () =>
  withDb((repository) => {
    const mine = `UPDATE "entries" SET "note" = 'mine';\n`;
    apart(
      repository,
      () => {
        change(repository, 'tag', 'tag');
        byHand(repository, 'fill', mine);
      },
      () => {
        change(repository, 'note', 'users.title');
        byHand(repository, 'fill', `UPDATE "entries" SET "note" = 'main';\n`);
      },
    );
    const late = repository.bin(['check', '--base', 'origin/main', '--json']).json().databases[0].findings;
    expect(late.map(({ code }: { code: string }) => code)).not.toContain('edited-migration');
    merged(repository);
    expect(tagsOf(repository)).toEqual(['0003_note', '0004_fill', '0005_tag', '0006_fill_2']);
    expect(repository.read('db/drizzle/0006_fill_2.sql')).toBe(mine);
    expect(repository.read('db/drizzle/0004_fill.sql')).toContain("'main'");
  }));

test.runIf(isLong)(
  'a rebase that stops at such a one: it is not known what the file says, and both are kept',
  () =>
    withDb((repository) => {
      const { bin, git, read, env } = repository;
      const mine = `UPDATE "entries" SET "note" = 'mine';\n`;
      apart(
        repository,
        () => byHand(repository, 'fill', mine),
        () => byHand(repository, 'fill', `UPDATE "entries" SET "note" = 'main';\n`),
      );
      expect(git(['rebase', 'origin/main']).exitCode).toBe(1);
      const next = bin(['check'], { env });
      expect(next.exitCode).not.toBe(0);
      expect(followAdvice(repository, { stderr: next.stdout })).toMatchObject(passes);
      expect(tagsOf(repository)).toEqual(['0003_fill', '0004_fill_2']);
      expect(read('db/drizzle/0004_fill_2.sql')).toBe(mine);
    }),
);

test.runIf(isLong)('such a one that is dropped in a merge is said to be lost', () =>
  withDb((repository) => {
    apart(
      repository,
      () => byHand(repository, 'fill', `UPDATE "entries" SET "note" = 'mine';\n`),
      () => byHand(repository, 'fill', `UPDATE "entries" SET "note" = 'main';\n`),
    );
    repository.git(['merge', 'origin/main', '--no-edit']);
    repository.prepare('checkout', '--theirs', '--', 'db/drizzle');
    const stopped = conclude(repository);
    expect(stopped.exitCode).toBe(1);
    expect(words(stopped, repository)).toContain('0003_fill');
  }),
);

test.runIf(isLong)(
  'a branch of a branch whose migrations were made again: what landed of them is not repeated',
  () =>
    withDb((repository) => {
      const { prepare, git } = repository;
      const fill = `UPDATE "entries" SET "tag" = 'x';\n`;
      apart(
        repository,
        () => {
          change(repository, 'tag', 'tag');
          prepare('checkout', '--quiet', '-b', 'feat2');
          byHand(repository, 'fill', fill);
          change(repository, 'more', 'tag', 'more');
        },
        () => change(repository, 'title', 'users.title'),
      );
      merged(repository);
      expect(git(['push', 'origin', 'feat:main'])).toMatchObject(passes);
      prepare('fetch', '--quiet');
      prepare('checkout', '--quiet', 'feat2');
      merged(repository);
      expect(tagsOf(repository)).toEqual(['0003_title', '0004_tag', '0005_fill', '0006_more']);
      expect(sqlOf(repository, 'fill')).toBe(fill);
      expect(sqlOf(repository, 'more')).toBe('ALTER TABLE "entries" ADD COLUMN "more" text;');
    }),
);

test.each(sampleOf(['rebase', 'merge'], 2))('what was renamed is renamed again: %s', (how) =>
  withDb((repository) => {
    const { write, read, bin, prepare, git } = repository;
    apart(
      repository,
      () => {
        write({
          'db/src/schema.ts': read('db/src/schema.ts').replace(
            "note: text('note')",
            "remark: text('remark')",
          ),
        });
        expect(bin(['generate', '--name', 'ren', '--rename', 'entries.note=entries.remark'])).toMatchObject(
          passes,
        );
        prepare('add', '.');
        expect(git(['commit', '--message', 'ren'])).toMatchObject(passes);
      },
      () => change(repository, 'title', 'users.title'),
    );
    if (how === 'merge') merged(repository);
    else {
      git(['rebase', 'origin/main']);
      const next = bin(['check'], { env: repository.env });
      expect(followAdvice(repository, { stderr: next.stdout })).toMatchObject(passes);
    }
    expect(tagsOf(repository)).toEqual(['0003_title', '0004_ren']);
    expect(sqlOf(repository, 'ren')).toBe('ALTER TABLE "entries" RENAME COLUMN "note" TO "remark";');
  }),
);

test.runIf(isLong)('what lies beside the migrations stays as it is, and is not committed with them', () =>
  withDb((repository) => {
    const { write, read, prepare, commit } = repository;
    apart(
      repository,
      () => {
        change(repository, 'tag', 'tag');
        commit('Seed', { 'db/drizzle/seed/users.ts': 'export {};\n', 'db/drizzle/README.md': 'Mine.\n' });
      },
      () => change(repository, 'title', 'users.title'),
    );
    write({ 'db/drizzle/seed/users.ts': 'export const PRECIOUS = 1;\n' });
    repository.git(['merge', 'origin/main', '--no-edit']);
    const next = repository.bin(['check'], { env: repository.env });
    expect(followAdvice(repository, { stderr: next.stdout })).toMatchObject(passes);
    expect(read('db/drizzle/seed/users.ts')).toContain('PRECIOUS');
    expect(read('db/drizzle/README.md')).toBe('Mine.\n');
    expect(prepare('status', '--porcelain')).toBe('M db/drizzle/seed/users.ts');
    expect(tagsOf(repository)).toEqual(['0003_title', '0004_tag']);
  }),
);

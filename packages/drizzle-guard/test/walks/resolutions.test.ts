import { isLong, type GitRun, type Repository } from 'testkit';
import { describe, expect, test } from 'vitest';
import { followAdvice, tagsOf, typedIn } from '../hooks/advice';
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

type Files = Record<string, string>;

const JOURNAL = 'db/drizzle/meta/_journal.json';
const OLD: Step = { ...MINE, when: THEIRS.when - 1000 };

/** Ways in which people resolve the conflict between 0003_title (ours) and 0003_tag (theirs), and what each leaves wrong. */
const RESOLUTIONS: Record<
  string,
  { leave: (repository: Repository) => Files; codes: string[]; mine?: Step; often?: boolean }
> = {
  'the markers are committed': {
    often: true,
    leave: () => ({}),
    codes: ['broken-journal', 'malformed-snapshot'],
  },
  '"accept both" in the journal: it parses, and an entry is lost': {
    leave: ({ read }) => ({
      [JOURNAL]: withoutMarkers(read(JOURNAL)),
      'db/drizzle/meta/0003_snapshot.json': snapshotOf(THEIRS),
    }),
    codes: ['broken-journal', 'orphan-sql', 'stale-schema'],
  },
  'both entries side by side': {
    leave: () => ({
      [JOURNAL]: journal(THEIRS, MINE),
      'db/drizzle/meta/0003_snapshot.json': snapshotOf(THEIRS),
    }),
    codes: ['duplicate-index', 'duplicate-prefix', 'stale-schema'],
  },
  'mine is renumbered, its snapshot still continues 0002': {
    leave: (repository) => renumbered(repository, MINE),
    codes: ['forked-history', 'stale-schema'],
  },
  'mine is renumbered and linked, but older than theirs': {
    often: true,
    leave: (repository) => ({
      ...renumbered(repository, OLD),
      ...steps(THEIRS, { ...OLD, tag: '0004_title' }),
    }),
    codes: ['late-migration', 'timestamp-regression'],
    mine: OLD,
  },
  'ours is taken, their SQL stays behind': {
    leave: () => ({ [JOURNAL]: journal(MINE), 'db/drizzle/meta/0003_snapshot.json': snapshotOf(MINE) }),
    codes: ['orphan-sql', 'stale-schema'],
  },
  'theirs is taken, my SQL stays behind': {
    leave: () => ({ [JOURNAL]: journal(THEIRS), 'db/drizzle/meta/0003_snapshot.json': snapshotOf(THEIRS) }),
    codes: ['orphan-sql', 'stale-schema'],
  },
};

/** As an editor's "accept both" leaves it. */
function withoutMarkers(text: string): string {
  return text.replaceAll(/^(<{7}|={7}|>{7}).*\n/gm, '').replaceAll(/("(?:when|tag)": [^\n,]+)\n/g, '$1,\n');
}

function journal(...both: Step[]): string {
  return steps(...both)[JOURNAL]!;
}

function snapshotOf(step: Step): string {
  return steps(step)['db/drizzle/meta/0003_snapshot.json']!;
}

function renumbered(repository: Repository, mine: Step): Files {
  repository.remove('db/drizzle/0003_title.sql');
  return {
    [JOURNAL]: journal(THEIRS, { ...mine, tag: '0004_title' }),
    'db/drizzle/0004_title.sql': steps(mine)['db/drizzle/0003_title.sql']!,
    'db/drizzle/meta/0003_snapshot.json': snapshotOf(THEIRS),
    'db/drizzle/meta/0004_snapshot.json': snapshotOf(mine),
  };
}

function codesOf({ stderr }: GitRun): string[] {
  return [...new Set([...stderr.matchAll(/error\[([\w-]+)\]/g)].map(([, code]) => code!))].sort();
}

describe('a conflict resolved by', () => {
  const inEachRun = Object.entries(RESOLUTIONS).filter(([, { often }]) => often);
  const others = Object.entries(RESOLUTIONS).filter(([, { often }]) => !often);

  async function leadsOut(
    _: string,
    { leave, codes, mine = MINE }: (typeof RESOLUTIONS)[string],
  ): Promise<void> {
    await withDb((repository) => {
      conflicted(repository, mine);
      repository.write(leave(repository));
      const run = conclude(repository);
      expect([run.exitCode, run.hooks]).toEqual([1, ['pre-commit']]);
      expect(codesOf(run)).toEqual(codes);
      expect(words(run, repository)).toContain(
        '  ours    feat: 0003_title\n  theirs  main: 0003_tag\n  moves 0003_title behind the migrations of main, with every byte of SQL\n  next:\n',
      );
      expect(run.stderr).not.toContain('help:');
      // The same whatever was left.
      expect(typedIn(run.stderr)).toEqual(['npx drizzle-guard rebase --database db', 'git commit --no-edit']);
      expect(followAdvice(repository, run)).toMatchObject({ exitCode: 0 });
      expect(tagsOf(repository)).toEqual(['0003_tag', '0004_title']);
    });
  }

  test.each(inEachRun)('%s', leadsOut);
  test.runIf(isLong).each(others)('%s', leadsOut);

  test('taking theirs and making mine again passes', async () => {
    await withDb((repository) => {
      conflicted(repository);
      repository.remove('db/drizzle/0003_title.sql');
      repository.write(steps(THEIRS, { ...MINE, tag: '0004_title' }));
      const run = conclude(repository);
      expect([run.exitCode, run.hooks]).toEqual([0, ['pre-commit', 'post-commit']]);
      expect(run.stderr).toContain('db: arrived');
    });
  });
});

test('with a journal that git merges by union, the merge is clean for git and stopped here', async () => {
  await withDb(
    (repository) => {
      forked(repository);
      const run = repository.git(['merge', '--no-edit', 'main']);
      expect([run.exitCode, run.hooks]).toEqual([1, ['pre-merge-commit']]);
      expect(codesOf(run)).toContain('broken-journal');
      expect(words(run, repository)).toMatchInlineSnapshot(`
        "db
          error[broken-journal] db/drizzle/meta/_journal.json has the key "when" twice in one object (line 31)
          error[broken-journal] db/drizzle/meta/_journal.json has the key "tag" twice in one object (line 32)
          error[orphan-sql] db/drizzle/0003_title.sql is not in the journal, so no migrate will ever run it
          ours    feat: 0003_title
          theirs  main: 0003_tag
          moves 0003_title behind the migrations of main, with every byte of SQL
          next:
            npx drizzle-guard rebase --database db
            git commit --no-edit
        drizzle-guard stopped this merge before it was recorded; the merged files are in the work tree and staged.
        Not committing merge; use 'git commit' to complete the merge."
      `);
    },
    { '.gitattributes': 'db/drizzle/meta/* merge=union\n' },
  );
});

test('a finding that one side already had does not stop the merge', async () => {
  await withDb((repository) => {
    fork(repository, { 'db/src/schema.ts': schemaWith('tag') }, { 'main/index.ts': 'export {};\n' }, 'main');
    const run = repository.git(['merge', '--no-edit', 'feat']);
    expect([run.exitCode, run.hooks]).toEqual([0, ['pre-merge-commit', 'post-merge']]);
    expect(words(run, repository)).toContain('1 older finding, not of this change');
  });
});

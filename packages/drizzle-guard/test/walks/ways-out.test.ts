import { describe, expect, test, vi } from 'vitest';
import { tagsOf, type, typedIn } from '../hooks/advice';
import { db, schemaWith, steps, withDb, type Step } from '../hooks/fixtures';
import {
  ADD_TAG,
  at,
  breaks,
  bringTogether,
  commits,
  expectOut,
  FILL,
  filling,
  MOVED,
  REBASE,
  unseen,
  walked,
  walkOut,
  withoutCommits,
  type Does,
  type Way,
} from './ways-out';

// Whatever stops a merge, a rebase or a cherry-pick: what is said, typed as it stands, leads out, and nothing is said twice.

vi.setConfig({ testTimeout: 400_000 });

type Files = Record<string, string>;

const made: Step = { tag: '0003_made', column: 'tag', when: at(20) };
const theirs: Step = { tag: '0003_theirs', column: 'tag', when: at(10) };
const title: Step = { tag: '0003_title', column: 'users.title', when: at(10) };
function withoutEntries(): string {
  const schema = schemaWith();
  return schema.slice(0, schema.indexOf('export const entries'));
}

/** drops `note` of entries, and keeps another column there: a table has one. */
const dropping: Does = ({ write, read, bin, commit }) => {
  write({
    'db/src/schema.ts': read('db/src/schema.ts').replace(
      "note: text('note').notNull()",
      "body: text('body')",
    ),
  });
  expect(bin(['generate', '--name', 'drop', '--create', 'entries.body'])).toMatchObject({ exitCode: 0 });
  commit('Drop');
};

const JOURNALS: Record<string, Way> = {
  'both add one column, and mine fills it': {
    mine: commits(() => steps({ ...made, sql: breaks(ADD_TAG, FILL) })),
    theirs: commits(() => steps(theirs)),
    ends: ['0003_theirs', '0004_made'],
    sql: { made: FILL },
    typed: MOVED,
  },
  'both do the same': {
    mine: commits(() => steps(made)),
    theirs: commits(() => steps(theirs)),
    ends: ['0003_theirs'],
    typed: MOVED,
  },
  'SQL that has no snapshot, where the schema wants nothing': {
    mine: commits(() => unseen(steps({ ...filling('mine'), when: at(20) }))),
    theirs: commits(() => steps(title)),
    ends: ['0003_title', '0004_fill'],
    sql: { fill: filling('mine').sql! },
    typed: MOVED,
  },
  'mine fills what theirs has dropped': {
    often: true,
    mine: commits(() => steps({ ...filling('mine'), when: at(20) })),
    theirs: dropping,
    ends: ['0003_fill'],
    typed: MOVED,
  },
  'mine changes a table that theirs has dropped': {
    mine: commits(() => steps(made)),
    theirs({ write, bin, commit }) {
      write({ 'db/src/schema.ts': withoutEntries() });
      expect(bin(['generate', '--name', 'drop'])).toMatchObject({ exitCode: 0 });
      commit('Drop');
    },
    settled: withoutEntries(),
    ends: ['0003_drop'],
    typed: [REBASE, 'git add db/src/schema.ts', 'git commit --no-edit'],
  },
  'one name, and git takes mine': {
    mine: commits(() => steps({ ...filling('mine'), when: at(20) })),
    theirs: commits(() => steps({ ...filling('theirs'), when: at(10) })),
    how: ({ git }) => git(['merge', '--no-edit', '-X', 'ours', 'main']),
    ends: ['0003_fill', '0004_fill_2'],
    sql: { fill_2: filling('mine').sql! },
  },
  'the same, where it is not known what has landed': {
    mine: commits(() => steps({ ...filling('mine'), when: at(20) })),
    theirs: commits(() => steps({ ...filling('theirs'), when: at(10) })),
    how: ({ git }) => git(['merge', '--no-edit', '-X', 'ours', 'main']),
    alone: true,
    ends: ['0003_fill', '0004_fill_2'],
    sql: { fill_2: filling('mine').sql! },
  },
  'a squash': {
    mine: commits(() => steps(made)),
    theirs: commits(() => steps(title)),
    how({ prepare, git }) {
      prepare('checkout', '--quiet', 'main');
      git(['merge', '--squash', 'feat']);
    },
    ends: ['0003_title', '0004_made'],
    typed: MOVED,
  },
  'a stash that is popped': {
    often: true,
    mine({ write, prepare }) {
      write(steps(made));
      prepare('add', '.');
      prepare('stash', 'push', '--quiet');
    },
    theirs: commits(() => steps(title)),
    how({ prepare, git }) {
      prepare('checkout', '--quiet', 'main');
      git(['stash', 'pop']);
    },
    ends: ['0003_title', '0004_made'],
    typed: [REBASE, "git stash drop 'stash@{0}'"],
  },
  'a stash of what git did not know that is popped': {
    often: true,
    mine({ write, prepare }) {
      write(steps(made));
      prepare('stash', 'push', '--quiet', '--include-untracked');
    },
    theirs: commits(() => steps(title)),
    how({ prepare, git }) {
      prepare('checkout', '--quiet', 'main');
      git(['stash', 'pop']);
    },
    ends: ['0003_title', '0004_made'],
    typed: [REBASE, "git stash drop 'stash@{0}'"],
  },
  'a stash of SQL that was added to a migration of another branch': {
    often: true,
    mine({ commit, read, write, prepare }) {
      commit('Fill', steps({ ...filling('mine'), when: at(20) }));
      write({ 'db/drizzle/0003_fill.sql': `${read('db/drizzle/0003_fill.sql')}-- and more\n` });
      prepare('stash', 'push', '--quiet');
    },
    theirs: commits(() => steps(title)),
    how({ prepare, git }) {
      prepare('checkout', '--quiet', 'main');
      git(['stash', 'pop']);
    },
    ends: ['0003_title', '0004_fill'],
    sql: { fill: `${filling('mine').sql!}-- and more` },
    typed: [REBASE, "git stash drop 'stash@{0}'"],
  },
  'a commit that edits a migration which is not here is picked': {
    mine({ commit, read }) {
      commit('Fill', steps({ ...filling('mine'), when: at(20) }));
      commit('More', { 'db/drizzle/0003_fill.sql': `${read('db/drizzle/0003_fill.sql')}-- and more\n` });
    },
    theirs: commits(() => steps(title)),
    how({ prepare, git }) {
      prepare('checkout', '--quiet', 'main');
      git(['cherry-pick', 'feat']);
    },
    ends: ['0003_title', '0004_fill'],
    sql: { fill: `${filling('mine').sql!}-- and more` },
    typed: [REBASE, 'git cherry-pick --continue'],
  },
  'late, and nothing else': {
    often: true,
    mine: commits(() => steps({ ...made, tag: '0004_made', when: at(5) })),
    theirs: commits(() => steps(title)),
    how({ git, write, prepare }) {
      git(['merge', '--no-edit', 'main']);
      write(steps(title, { ...made, tag: '0004_made', when: at(5) }));
      prepare('add', '.');
    },
    ends: ['0003_title', '0004_made'],
    typed: MOVED,
  },
  'the second of two, picked and mended before': {
    mine({ commit }) {
      const first: Step = { tag: '0003_first', column: 'users.first', when: at(20) };
      commit('First', steps(first));
      commit('Second', steps(first, { tag: '0004_second', column: 'second', when: at(21) }));
    },
    theirs({ git, bin, write, prepare, commit }) {
      git(['cherry-pick', 'feat']);
      write({ 'db/src/schema.ts': schemaWith('second') });
      const journal = prepare('show', 'feat:db/drizzle/meta/_journal.json');
      const { entries, ...rest } = JSON.parse(journal) as { entries: { tag: string }[] };
      const picked = entries.filter(({ tag }) => tag !== '0003_first');
      write({ 'db/drizzle/meta/_journal.json': JSON.stringify({ ...rest, entries: picked }, null, 2) });
      prepare('cherry-pick', '--quit');
      commit('Picked');
      bin(['doctor', '--repair']);
      commit('Repaired');
      expect(bin(['check', '--replay'])).toMatchObject({ exitCode: 0 });
    },
    how({ prepare, git }) {
      prepare('checkout', '--quiet', 'main');
      git(['merge', '--no-edit', 'feat']);
    },
    ends: ['0004_second', '0005_first'],
  },
};

describe('in the journal layout', () => {
  test.each(walked(JOURNALS))('%s', (_, way) =>
    withDb((repository) => {
      bringTogether(repository, way);
      expectOut(repository, way);
      expect(tagsOf(repository)).toEqual(way.ends);
    }),
  );
});

test('from the folder of one database, where the journal of another is in conflict too', () =>
  withDb((repository) => {
    const both = (files: Files) => ({ ...files, ...asLogs(files) });
    bringTogether(repository, {
      mine: commits(() => both(steps(made))),
      theirs: commits(() => both(steps(title))),
    });
    const inDb = { ...repository, dir: `${repository.dir}/db` };
    const told = typedIn(repository.bin(['check'], { in: 'db', env: repository.env }).stdout);
    expect(told.map(withoutCommits)).toEqual(['cd ..', REBASE, 'npx drizzle-guard check']);
    type(inDb, told);
    expect(walkOut(repository)).toHaveLength(1);
    expect(tagsOf(repository)).toEqual(['0003_title', '0004_made']);
    expect(repository.read('logs/drizzle/meta/_journal.json')).toContain('0004_made');
  }, asLogs(db())));

/** The same in the package `logs`. */
function asLogs(files: Files): Files {
  return Object.fromEntries(
    Object.entries(files)
      .filter(([file]) => file.startsWith('db/'))
      .map(([file, text]) => [
        file.replace('db/', 'logs/'),
        file.endsWith('package.json') ? text.replace('"db"', '"logs"') : text,
      ]),
  );
}

import { isLong, type Repository } from 'testkit';
import { describe, expect, test, vi } from 'vitest';
import { tagsOf, type, typedIn } from './advice';
import { db, schemaWith, steps, withDb, type Step } from './fixtures';
import { foldersOf, madeByKitOne, step, tagOf, withFoldersDb, type Name } from './folders-fixtures';
import { titlesIn, upgrade, upgradedOnce, withOldDb } from './upgrade-fixtures';
import { walkOut } from './ways-out';

// Whatever stops a merge, a rebase or a cherry-pick: what is said, typed as it stands, leads out, and nothing is said twice.

vi.setConfig({ testTimeout: 400_000, hookTimeout: 400_000 });
madeByKitOne();
upgradedOnce();

type Files = Record<string, string>;

const at = (day: number) => Date.UTC(2026, 0, day);
const breaks = (...statements: string[]) => statements.join('\n--> statement-breakpoint\n');
const ADD_TAG = 'ALTER TABLE "entries" ADD COLUMN "tag" text;';
const FILL = `UPDATE "entries" SET "tag" = 'none';`;

/** What one side does on top of what both have. */
type Does = (repository: Repository) => void;

interface Way {
  /** Whether it is walked each time, and not only where there is time for all. */
  often?: true;
  mine: Does;
  theirs: Does;
  /** How they come together; by default a merge. */
  how?: (repository: Repository) => void;
  /** The schema as somebody has settled it, where git could not. */
  settled?: string;
  /** Whether there is no remote, so that it is not known what has landed. */
  alone?: true;
  /** What there is in the end behind what both had. */
  ends: string[];
  /** Of the one file whose name ends so. */
  sql?: Record<string, string>;
  /** What is typed first, without commits. */
  typed?: string[];
}

const commits =
  (files: () => Files): Does =>
  ({ commit }) =>
    void commit('Change', files());

const made: Step = { tag: '0003_made', column: 'tag', when: at(20) };
const theirs: Step = { tag: '0003_theirs', column: 'tag', when: at(10) };
const title: Step = { tag: '0003_title', column: 'users.title', when: at(10) };
const filling = (who: string): Step => ({ tag: '0003_fill', sql: `UPDATE "entries" SET "note" = '${who}';` });
const TAKE = 'git restore --source=… --staged --worktree -- db/drizzle';
const GENERATE = 'npx drizzle-guard generate --database db';
const END = ['git add db/drizzle', 'git commit --no-edit'];

/** Without the newest snapshot, as SQL that somebody wrote and listed. */
function unseen(files: Files): Files {
  const names = Object.keys(files).filter((file) => /\d_snapshot\.json$/.test(file));
  return Object.fromEntries(Object.entries(files).filter(([file]) => file !== names.sort().at(-1)));
}

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
    often: true,
    mine: commits(() => steps({ ...made, sql: breaks(ADD_TAG, FILL) })),
    theirs: commits(() => steps(theirs)),
    ends: ['0003_theirs', '0004_made'],
    sql: { made: FILL },
    typed: [
      TAKE,
      `${GENERATE} --custom --name made`,
      'git show …:db/drizzle/0003_made.sql | sed -n 3p | tee db/drizzle/*_made.sql',
      ...END,
    ],
  },
  'both do the same': {
    mine: commits(() => steps(made)),
    theirs: commits(() => steps(theirs)),
    ends: ['0003_theirs'],
    typed: [TAKE, ...END],
  },
  'SQL that has no snapshot, where the schema wants nothing': {
    mine: commits(() => unseen(steps({ ...filling('mine'), when: at(20) }))),
    theirs: commits(() => steps(title)),
    ends: ['0003_title', '0004_fill'],
    sql: { fill: filling('mine').sql! },
    typed: [
      TAKE,
      `${GENERATE} --custom --name fill`,
      'git show …:db/drizzle/0003_fill.sql | tee db/drizzle/*_fill.sql',
      ...END,
    ],
  },
  'mine fills what theirs has dropped': {
    often: true,
    mine: commits(() => steps({ ...filling('mine'), when: at(20) })),
    theirs: dropping,
    ends: ['0003_fill'],
    typed: ['git merge --abort'],
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
    typed: [TAKE, 'git add db/drizzle db/src/schema.ts', 'git commit --no-edit'],
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
    typed: [TAKE, `${GENERATE} --name made`, ...END],
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
    typed: [TAKE, `${GENERATE} --name made`, 'git add db/drizzle', "git stash drop 'stash@{0}'"],
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
    typed: [TAKE, `${GENERATE} --name made`, ...END],
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

/** A migration of drizzle-kit 1.0 as another branch would have made it, under another name and id, with other SQL. */
function another(name: Name, tag: string, sql: string, id = '1'): Files {
  const files = step(name, 20);
  const from = `db/drizzle/${tagOf(name, 20)}`;
  const snapshot = files[`${from}/snapshot.json`]!;
  const own = Object.fromEntries(Object.entries(files).filter(([file]) => !file.startsWith(from)));
  return {
    ...own,
    [`db/drizzle/${tag}/migration.sql`]: sql,
    [`db/drizzle/${tag}/snapshot.json`]: snapshot.replace(
      /"id": "[^"]*"/,
      `"id": "0000000${id}-1111-4222-8333-444444444444"`,
    ),
  };
}

const fillingFolder = (who: string): Does =>
  commits(() =>
    another('fill', '20260120000000_fill', `UPDATE "entries" SET "note" = '${who}';`, `${who.length}`),
  );

const FOLDERS: Record<string, Way> = {
  'both add one column, and mine fills it': {
    often: true,
    mine: commits(() => another('tag', '20260120000000_mine', breaks(ADD_TAG, FILL))),
    theirs: commits(() => step('tag', 10)),
    ends: ['tag', 'mine'],
    sql: { mine: FILL },
    typed: [
      TAKE,
      `${GENERATE} --custom --name mine`,
      'git show …:db/drizzle/20260120000000_mine/migration.sql | sed -n 3p | tee db/drizzle/*_mine/migration.sql',
      ...END,
    ],
  },
  'both do the same': {
    mine: commits(() => another('tag', '20260120000000_mine', ADD_TAG)),
    theirs: commits(() => step('tag', 10)),
    ends: ['tag'],
    typed: [TAKE, ...END],
  },
  'one name, and git takes mine': {
    often: true,
    mine: fillingFolder('mine'),
    theirs: fillingFolder('theirs'),
    how: ({ git }) => git(['merge', '--no-edit', '-X', 'ours', 'main']),
    ends: ['fill', 'fill_2'],
    sql: { fill_2: `UPDATE "entries" SET "note" = 'mine';` },
  },
  'the same, where it is not known what has landed': {
    mine: fillingFolder('mine'),
    theirs: fillingFolder('theirs'),
    how: ({ git }) => git(['merge', '--no-edit', '-X', 'ours', 'main']),
    alone: true,
    ends: ['fill', 'fill_2'],
    sql: { fill_2: `UPDATE "entries" SET "note" = 'mine';` },
  },
};

/** Those that are walked now. */
function walked(ways: Record<string, Way>): [string, Way][] {
  return Object.entries(ways).filter(([, { often }]) => often || isLong);
}

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
    expect(told.map(withoutCommits)).toEqual([
      'cd ..',
      TAKE,
      `${GENERATE} --name made`,
      'git add db/drizzle',
      'npx drizzle-guard check',
    ]);
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

describe('in folders', () => {
  test.each(walked(FOLDERS))('%s', (_, way) =>
    withFoldersDb((repository) => {
      bringTogether(repository, way);
      expectOut(repository, way);
      expect(foldersOf(repository).map((folder) => folder.slice(15))).toEqual(way.ends);
    }),
  );
});

const old: Step = { tag: '0003_tag', column: 'tag', when: at(20) };
const upgraded: Does = (repository) => {
  upgrade(repository);
};
const BOTH = ['users', 'entries', 'first_entry'];

const UPGRADES: Record<string, Way> = {
  'main has the same change in folders': {
    often: true,
    mine: commits(() => steps({ ...old, sql: breaks(ADD_TAG, FILL) })),
    theirs(repository) {
      upgraded(repository);
      repository.write({ 'db/src/schema.ts': schemaWith('tag') });
      expect(repository.bin(['generate', '--name', 'theirs'])).toMatchObject({ exitCode: 0 });
      repository.commit('Tag');
    },
    ends: [...BOTH, 'theirs', 'tag'],
    sql: { tag: FILL },
  },
  'the newest of mine has no snapshot': {
    mine: commits(() => unseen(steps({ ...filling('mine'), when: at(20) }))),
    theirs: upgraded,
    ends: [...BOTH, 'fill'],
    sql: { fill: filling('mine').sql! },
  },
  'a rebase, of which git could not merge all': {
    often: true,
    mine: commits(() => steps(old)),
    theirs: upgraded,
    how: ({ git }) => git(['rebase', 'main']),
    ends: [...BOTH, 'tag'],
    typed: [
      'git rm -r --force --quiet -- db/drizzle',
      TAKE,
      `${GENERATE} --name tag`,
      'git add db/drizzle',
      'git rebase --continue',
    ],
  },
  'a cherry-pick, with SQL by hand': {
    mine: commits(() => steps({ ...old, sql: breaks(ADD_TAG, FILL) })),
    theirs: upgraded,
    how({ prepare, git }) {
      prepare('checkout', '--quiet', 'main');
      git(['cherry-pick', 'feat']);
    },
    ends: [...BOTH, 'tag', 'tag_2'],
    sql: { tag_2: FILL },
  },
};

describe('across the upgrade to folders', () => {
  test.each(walked(UPGRADES))('%s', (_, way) =>
    withOldDb((repository) => {
      bringTogether(repository, way);
      expectOut(repository, way);
      expect(titlesIn(repository)).toEqual(way.ends);
    }),
  );
});

function bringTogether(
  repository: Repository,
  { mine, theirs: does, how, settled, alone }: Omit<Way, 'ends'>,
): void {
  const { prepare, git, write } = repository;
  if (!alone) repository.addRemote();
  prepare('checkout', '--quiet', '-b', 'feat');
  mine(repository);
  prepare('checkout', '--quiet', 'main');
  does(repository);
  if (!alone) prepare('push', '--quiet', 'origin', 'main');
  prepare('checkout', '--quiet', 'feat');
  if (how) how(repository);
  else git(['merge', '--no-edit', 'main']);
  if (settled !== undefined) write({ 'db/src/schema.ts': settled });
}

function expectOut(repository: Repository, { typed, sql = {}, alone }: Way): void {
  const steps = walkOut(repository);
  if (typed) expect(steps[0]!.map(withoutCommits)).toEqual(typed);
  else expect(steps).not.toEqual([]);
  expect(repository.prepare('ls-files', '--unmerged')).toBe('');
  const isBack = steps.at(-1)!.at(-1)!.endsWith('--abort');
  // What is popped is not committed, and what was taken back still differs.
  if (isLong && !alone && !isBack)
    expect(repository.bin(['check', '--base', 'origin/main', '--replay'])).toMatchObject({ exitCode: 0 });
  for (const [title, text] of Object.entries(sql)) {
    const file = repository.prepare('ls-files', `db/drizzle/*_${title}*.sql`);
    expect(repository.read(file).trim()).toBe(text);
  }
}

function withoutCommits(step: string): string {
  return step.replaceAll(/\b[0-9a-f]{12}\b/g, '…');
}

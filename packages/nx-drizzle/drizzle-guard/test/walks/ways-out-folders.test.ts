import { describe, expect, test, vi } from 'vitest';
import { schemaWith, steps, type Step } from '../hooks/fixtures';
import { foldersOf, madeByKitOne, step, tagOf, withFoldersDb, type Name } from '../hooks/folders-fixtures';
import { titlesIn, upgrade, upgradedOnce, withOldDb } from './upgrade-fixtures';
import {
  ADD_TAG,
  at,
  breaks,
  bringTogether,
  commits,
  END,
  expectOut,
  FILL,
  filling,
  GENERATE,
  TAKE,
  unseen,
  walked,
  type Does,
  type Way,
} from './ways-out';

// The same as ways-out.test.ts in the folders layout, and where one side was upgraded to it.

vi.setConfig({ testTimeout: 400_000, hookTimeout: 400_000 });
madeByKitOne();
upgradedOnce();

type Files = Record<string, string>;

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

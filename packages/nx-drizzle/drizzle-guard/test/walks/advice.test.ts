import { createHash } from 'node:crypto';
import { drizzleConfig, kitOneModules, sampleOf, withRepository, type Repository } from 'testkit';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { filesBelow } from '../fixtures';
import { foldersBaseDefects, journalBaseDefects, type AgainstBase } from '../defects/base-defects';
import type { Defect } from '../defects/defect';
import { foldersFolder, journalFolder } from '../defects/edit-folders';
import { foldersDefects } from '../defects/folders-defects';
import { journalDefects } from '../defects/journal-defects';
import { makeRealHistories, type Files, type RealHistory } from '../defects/real-histories';
import { typeHelp } from './typed-help';

// Somebody has spoilt the folder since the last commit, and types what check says, in any order in which it is said.

vi.setConfig({ testTimeout: 600_000 });

/** What only people can decide: which of two stays, or what somebody meant. */
const LEFT_TO_PEOPLE: readonly string[] = [
  'conflicting-migrations',
  'dangling-parent',
  'duplicate-index',
  'duplicate-prefix',
  'duplicate-snapshot',
  'forked-history',
  'misnamed-folder',
  'orphan-sql',
  'outdated-snapshot',
  'timestamp-regression',
  'malformed-snapshot: notes among the snapshots',
];

/** Its help asks for a copy of the SQL before what has it is taken out. */
const COPIED_BEFORE = 'mixed-layout';

interface Side {
  layout: RealHistory['layout'];
  open(files: Files): { files: Files; drop(position: number): void };
  defects: readonly Defect<any>[];
  baseDefects: readonly AgainstBase<any>[];
}

const SIDES: readonly Side[] = [
  { layout: 'journal', open: journalFolder, defects: journalDefects, baseDefects: journalBaseDefects },
  { layout: 'folders', open: foldersFolder, defects: foldersDefects, baseDefects: foldersBaseDefects },
];

let histories: RealHistory[] = [];
beforeAll(async () => {
  histories = await makeRealHistories();
}, 120_000);

describe.each(SIDES)('in the layout of $layout', ({ layout, open, defects, baseDefects }) => {
  test('what check says leads out, or is left to people; it never goes in a circle, and no SQL is lost', async () => {
    const { files, shop } = shopIn(layout);
    await withRepository(
      { ...shop, ...files },
      (repository) => {
        for (const defect of sampleOf(defects, 9)) {
          if (defect.dialects && !defect.dialects.includes('postgresql')) continue;
          const folder = open(files);
          defect.inject(folder);
          const spoilt = { ...folder.files };
          lay(repository, spoilt);
          const { typed, end } = typeHelp(repository);
          const what = `${defect.code}: ${defect.what}`;
          expect([what, typed, waysOutOf(end, what)]).toEqual([what, typed, '']);
          if (defect.code === COPIED_BEFORE) continue;
          const now = sqlIn(filesBelow(`${repository.dir}/drizzle`, 'drizzle'));
          expect([what, typed, [...sqlIn(spoilt)].filter((hash) => !now.has(hash))]).toEqual([
            what,
            typed,
            [],
          ]);
        }
      },
      modulesFor(layout),
    );
  });

  test('the same of what a branch does to what has landed', async () => {
    const { files, shop } = shopIn(layout);
    const ancestor = open(files);
    ancestor.drop(-1);
    // What lands meanwhile is a stand-in there, from which no way out is sound: hooks/ types those of real merges.
    const alone = baseDefects.filter(({ meanwhile }) => !meanwhile);
    for (const defect of sampleOf(alone, 9)) {
      if (defect.dialects && !defect.dialects.includes('postgresql')) continue;
      await withRepository(
        { ...shop, ...ancestor.files },
        (repository) => {
          const here = open(files);
          defect.inject(here);
          repository.addRemote();
          repository.prepare('checkout', '--quiet', '-b', 'feat');
          replace(repository, here.files);
          const { typed, end } = typeHelp(repository, ['--base', 'origin/main']);
          const what = `${defect.code}: ${defect.what}`;
          expect([what, typed, waysOutOf(end, what)]).toEqual([what, typed, '']);
          const now = sqlIn(filesBelow(`${repository.dir}/drizzle`, 'drizzle'));
          const gone = [...sqlIn(ancestor.files)].filter((hash) => end === 'sound' && !now.has(hash));
          expect([what, typed, gone]).toEqual([what, typed, []]);
        },
        modulesFor(layout),
      );
    }
  });
});

function replace(repository: Repository, files: Files): void {
  repository.remove('drizzle');
  repository.prepare('add', '--all');
  repository.commit('Migrations', { ...files });
}

function modulesFor(layout: RealHistory['layout']): string | undefined {
  return layout === 'folders' ? kitOneModules() : undefined;
}

function shopIn(layout: RealHistory['layout']): { files: Files; shop: Files } {
  const isOurs = ({ layout: own, dialect }: RealHistory) => own === layout && dialect === 'postgresql';
  const { files, schema, dialect } = histories.find(isOurs)!;
  const config = drizzleConfig({ dialect });
  return {
    files,
    shop: { 'package.json': '{ "name": "shop" }', 'drizzle.config.ts': config, 'schema.ts': schema },
  };
}

/** "" where it ended well; what else is told follows from what people have to settle first. */
function waysOutOf(end: string, what: string): string {
  const isOut = end === 'sound' || [what, ...end.split(', ')].some((one) => LEFT_TO_PEOPLE.includes(one));
  return isOut ? '' : end;
}

function lay(repository: Repository, files: Files): void {
  repository.prepare('reset', '--hard', '--quiet', 'main');
  repository.prepare('clean', '-fdq', '-e', 'node_modules');
  repository.remove('drizzle');
  repository.write({ ...files });
}

/** Of each SQL file that holds something, what it holds. */
function sqlIn(files: Files): Set<string> {
  return new Set(
    Object.entries(files)
      .filter(([file, text]) => file.endsWith('.sql') && text.trim() !== '')
      .map(([, text]) => createHash('sha256').update(text).digest('hex')),
  );
}

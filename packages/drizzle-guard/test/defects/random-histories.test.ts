import fc from 'fast-check';
import { foldersHistory, journalHistory } from 'testkit';
import { describe, expect, test } from 'vitest';
import { checkAgainstBase } from '../../src/checks/against-base';
import { checkStructure } from '../../src/checks/index';
import { readHistory } from '../../src/history/read-history';
import type { FindingDraft } from '../../src/result';
import { memoryTree } from '../../src/sources/memory-tree';
import { besideLanded } from '../../src/verdicts/landed';
import type { Defect } from './defect';
import { foldersFolder, journalFolder } from './edit-folders';
import { foldersDefects } from './folders-defects';
import { expectGoodForm } from './good-form';
import { journalDefects } from './journal-defects';
import type { Files } from './real-histories';
import { isSoundFolders, isSoundJournal } from './sound';

// Histories of any length and shape, with any number of defects at once. What is found is compared with a second
// definition of a sound history, because two defects may undo each other.

interface Sample {
  files: Files;
  /** The present: soon after the newest migration. */
  now: number;
}

const START = Date.UTC(2026, 0, 1);
const WORDS = ['users', 'orders', 'fill', 'drop_it', 'x'];
const gaps = fc.array(fc.integer({ min: 1, max: 500_000 }), { minLength: 4, maxLength: 14 });
const word = fc.constantFrom(...WORDS);

const journals: fc.Arbitrary<Sample> = fc.tuple(gaps, word).map(([seconds, name]) => {
  const times = timesOf(seconds);
  const files = journalHistory(
    times.map((when, at) => ({ tag: `${String(at).padStart(4, '0')}_${name}`, when })),
  );
  return { files, now: times.at(-1)! + 1000 };
});

/** Branches begin anywhere and are merged now and then; the newest migration merges what is open. */
const graphs: fc.Arbitrary<Sample> = fc
  .tuple(gaps, word, fc.infiniteStream(fc.nat()))
  .map(([seconds, name, random]) => {
    const times = timesOf(seconds);
    const tags = times.map((time) => `${stamp(time)}_${name}`);
    const open = new Set<string>();
    const specs = tags.map((tag, at) => {
      if (at === 0) return (open.add(tag), { tag });
      const leaves = [...open];
      const some = leaves.filter(() => random.next().value! % 2 === 0);
      const anywhere = tags[random.next().value! % at]!;
      const parents = at === tags.length - 1 ? leaves : some.length > 0 ? some : [anywhere];
      for (const parent of parents) open.delete(parent);
      open.add(tag);
      return { tag, parents };
    });
    return { files: foldersHistory(specs), now: times.at(-1)! + 1000 };
  });

const LAYOUTS = [
  {
    layout: 'journal',
    sound: journals,
    defects: journalDefects,
    open: journalFolder,
    isSound: isSoundJournal,
  },
  { layout: 'folders', sound: graphs, defects: foldersDefects, open: foldersFolder, isSound: isSoundFolders },
] as const;

describe.each(LAYOUTS)('$layout', ({ sound, defects, open, isSound }) => {
  const all = (defects as readonly Defect<any>[]).filter(
    ({ dialects }) => dialects === undefined || dialects.includes('postgresql'),
  );

  /** One after another, as far as the one before has left what the next one spoils. */
  function spoil(files: Files, chosen: readonly Defect<any>[]): Files {
    return chosen.reduce((before, { inject }) => {
      const folder = open(before);
      try {
        inject(folder);
        return folder.files;
      } catch {
        return before;
      }
    }, files);
  }

  test('an intact one has no finding', () =>
    fc.assert(
      fc.asyncProperty(sound, async ({ files, now }) => {
        expect(isSound(files, now)).toBe(true);
        expect(await findingsIn(files, now)).toEqual([]);
      }),
    ));

  test('one defect is found under its own code, wherever it is', () =>
    fc.assert(
      fc.asyncProperty(sound, fc.constantFrom(...all), async ({ files, now }, defect) => {
        const found = await findingsIn(spoil(files, [defect]), now);
        expect(found.map(({ code }) => code)).toContain(defect.code);
      }),
      { numRuns: 500 },
    ));

  test('several: the same findings each time, each in good form, and none only where nothing is wrong', () =>
    fc.assert(
      fc.asyncProperty(
        sound,
        fc.shuffledSubarray([...all], { minLength: 1, maxLength: 5 }),
        async ({ files, now }, chosen) => {
          const spoilt = spoil(files, chosen);
          const found = await findingsIn(spoilt, now);
          expect(await findingsIn(spoilt, now)).toEqual(found);
          found.forEach(expectGoodForm);
          expect(found.length === 0).toBe(isSound(spoilt, now));
        },
      ),
      { numRuns: 1000 },
    ));

  test('beside itself it has changed nothing; beside the intact one nothing is thrown', () =>
    fc.assert(
      fc.asyncProperty(
        sound,
        fc.shuffledSubarray([...all], { minLength: 1, maxLength: 3 }),
        async ({ files }, chosen) => {
          const spoilt = spoil(files, chosen);
          expect(await againstBase(spoilt, spoilt)).toEqual([]);
          (await againstBase(spoilt, files)).forEach(expectGoodForm);
          (await againstBase(files, spoilt)).forEach(expectGoodForm);
        },
      ),
      { numRuns: 300 },
    ));
});

async function findingsIn(files: Files, now: number): Promise<FindingDraft[]> {
  return checkStructure({ history: await readHistory(memoryTree(files), 'drizzle'), now });
}

/** Where nothing but the base has moved since the two went apart. */
async function againstBase(here: Files, base: Files): Promise<FindingDraft[]> {
  const tree = memoryTree(here);
  const landed = memoryTree(base);
  const context = await besideLanded(
    { tree, history: await readHistory(tree, 'drizzle') },
    { base: { name: 'origin/main', commit: 'landed' }, tree: landed, ancestor: landed, close() {} },
  );
  return checkAgainstBase(context);
}

function timesOf(seconds: readonly number[]): number[] {
  let time = START;
  return seconds.map((gap) => (time += gap * 1000));
}

function stamp(time: number): string {
  return new Date(time).toISOString().replaceAll(/\D/g, '').slice(0, 14);
}

import fc from 'fast-check';
import { foldersHistory, isLong, journalHistory } from 'testkit';
import { describe, expect, test } from 'vitest';
import { readHistory } from '../../src/history/read-history';
import { memoryTree } from '../../src/sources/memory-tree';
import { besideFiles } from '../against-base';
import type { Defect } from './defect';
import { foldersFolder, journalFolder } from './edit-folders';
import { foldersDefects } from './folders-defects';
import { expectGoodForm } from './good-form';
import { journalDefects } from './journal-defects';
import type { Files } from './real-histories';
import { isSoundFolders, isSoundJournal } from './sound';
import { found, type Found } from '../found';

// Histories of any length and shape, with any number of defects at once. What is found is compared with a second
// definition of a sound history, because two defects may undo each other.

interface Sample {
  files: Files;
  /** The present: soon after the newest migration. */
  now: number;
}

const START = Date.UTC(2026, 0, 1);
/** The places that the defects speak of. */
const PLACES = 4;
/** As many as the defects ask for, or more; each some seconds after the one before. */
const migrations = fc
  .array(
    fc.record({
      name: fc.stringMatching(/^[a-z][a-z0-9_-]{0,12}$/),
      seconds: fc.integer({ min: 1, max: 500_000 }),
      sql: fc.constantFrom('SELECT 1;', 'SELECT 1;\r\n', '-- nothing', ''),
    }),
    { minLength: PLACES, maxLength: 14 },
  )
  .map((all) => {
    let when = START;
    return all.map(({ name, seconds, sql }) => ({ name, sql, when: (when += seconds * 1000) }));
  });

const journals: fc.Arbitrary<Sample> = migrations.map((all) => ({
  files: journalHistory(
    all.map(({ name, sql, when }, at) => ({ tag: `${String(at).padStart(4, '0')}_${name}`, sql, when })),
  ),
  now: all.at(-1)!.when + 1000,
}));

/** Branches begin anywhere and are merged now and then; the newest migration merges what is open. */
const graphs: fc.Arbitrary<Sample> = fc
  .tuple(migrations, fc.infiniteStream(fc.nat()))
  .map(([all, random]) => {
    const tags = all.map(({ name, when }) => `${stamp(when)}_${name}`);
    const open = new Set<string>();
    const specs = all.map(({ sql }, at) => {
      const tag = tags[at]!;
      if (at === 0) {
        open.add(tag);
        return { tag, sql };
      }
      const leaves = [...open];
      const some = leaves.filter(() => random.next().value! % 2 === 0);
      const anywhere = tags[random.next().value! % at]!;
      const parents = at === tags.length - 1 ? leaves : some.length > 0 ? some : [anywhere];
      for (const parent of parents) open.delete(parent);
      open.add(tag);
      return { tag, sql, parents };
    });
    return { files: foldersHistory(specs), now: all.at(-1)!.when + 1000 };
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
  function spoil(files: Files, chosen: readonly Defect<any>[], random: number): Files {
    const first = random % (lengthOf(files) - PLACES + 1);
    return chosen.reduce((before, { inject }) => {
      const folder = open(before, first);
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
      fc.asyncProperty(sound, fc.constantFrom(...all), fc.nat(), async ({ files, now }, defect, random) => {
        const found = await findingsIn(spoil(files, [defect], random), now);
        expect(found.map(({ code }) => code)).toContain(defect.code);
      }),
      { numRuns: isLong ? 500 : 250 },
    ));

  test('several: the same findings each time, each in good form, and none only where nothing is wrong', () =>
    fc.assert(
      fc.asyncProperty(
        sound,
        fc.shuffledSubarray([...all], { minLength: 1, maxLength: 5 }),
        fc.nat(),
        async ({ files, now }, chosen, random) => {
          const spoilt = spoil(files, chosen, random);
          const found = await findingsIn(spoilt, now);
          expect(await findingsIn(spoilt, now)).toEqual(found);
          found.forEach(expectGoodForm);
          expect(found.length === 0).toBe(isSound(spoilt, now));
        },
      ),
      { numRuns: isLong ? 1000 : 300 },
    ));

  test('beside itself it has changed nothing; beside the intact one nothing is thrown', () =>
    fc.assert(
      fc.asyncProperty(
        sound,
        fc.shuffledSubarray([...all], { minLength: 1, maxLength: 3 }),
        fc.nat(),
        async ({ files }, chosen, random) => {
          const spoilt = spoil(files, chosen, random);
          expect(await againstBase(spoilt, spoilt)).toEqual([]);
          (await againstBase(spoilt, files)).forEach(expectGoodForm);
          (await againstBase(files, spoilt)).forEach(expectGoodForm);
        },
      ),
      { numRuns: isLong ? 300 : 100 },
    ));
});

function lengthOf(files: Files): number {
  return Object.keys(files).filter((file) => file.endsWith('.sql')).length;
}

async function findingsIn(files: Files, now: number): Promise<Found[]> {
  return found('structure', { history: await readHistory(memoryTree(files), 'drizzle'), now });
}

/** Where only this side has moved since the two went apart. */
async function againstBase(here: Files, base: Files): Promise<Found[]> {
  return found('base', await besideFiles(here, base, base));
}

function stamp(time: number): string {
  return new Date(time).toISOString().replaceAll(/\D/g, '').slice(0, 14);
}

import fc from 'fast-check';
import type { FolderSpec, MigrationSpec } from 'testkit';
import { expect, test } from 'vitest';
import { besideFiles } from '../../test/against-base';
import { expectGoodForm } from '../../test/defects/good-form';
import { effectOf, found, wayOutOf, type Found } from '../../test/found';
import { folderFiles, folderHistoryOf, foundIn, historyFiles, historyOf } from '../../test/histories';
import { DAY, foundInLedger, hashOf } from '../../test/ledger-context';
import { rulesAbout } from './index';
import type { About } from './rule';

// Few numbers, ids and times, so that migrations often get into each other's way.
const known = <T extends object>(spec: T): T =>
  Object.fromEntries(Object.entries(spec).filter((entry) => entry[1] !== undefined)) as T;
const rarely = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 3 });
const missing = rarely(fc.constant(null));
const label = fc.constantFrom('0000_a', '0001_b', '0002_c', 'elsewhere');
const tag = fc.tuple(fc.constantFrom('0000', '0001', '0002', '0010'), fc.constantFrom('a', 'b', 'c'));
const day = fc.integer({ min: 1, max: 9 }).map(DAY);

const journals: fc.Arbitrary<MigrationSpec[]> = fc.array(
  fc
    .record({
      tag: tag.map((parts) => parts.join('_')),
      index: rarely(fc.integer({ min: -1, max: 4 })),
      when: rarely(day),
      id: rarely(label),
      parent: rarely(label),
      ...{ snapshot: missing, sql: missing },
    })
    .map((spec) => known(spec) as MigrationSpec),
  { maxLength: 6 },
);

const folderTag = fc.tuple(
  fc.constantFrom('20260101000000', '20260102000000', '20270101000000'),
  fc.constantFrom('a', 'B'),
);
const folders: fc.Arbitrary<FolderSpec[]> = fc
  .uniqueArray(
    fc
      .record({
        tag: folderTag.map((parts) => parts.join('_')),
        id: rarely(label),
        parents: rarely(fc.uniqueArray(label, { maxLength: 2 })),
        ...{ snapshot: missing, sql: missing },
      })
      .map((spec) => known(spec) as FolderSpec),
    // Of a history of folders there is a folder.
    { selector: (spec) => spec.tag, minLength: 1, maxLength: 5 },
  )
  .map(([first, ...others]) => [{ ...first!, sql: 'SELECT 1;' }, ...others]);

const rows = fc.array(
  fc.record({
    createdAt: fc.option(day),
    hash: fc.oneof(
      tag.map((parts) => hashOf(parts.join('_'))),
      fc.constant('of nobody'),
    ),
    name: fc.option(folderTag.map((parts) => parts.join('_'))),
  }),
  { maxLength: 5 },
);

/** In the order of the rules, of rules of that kind, and readable. */
function expectInOrder(about: About, all: readonly Found[]): void {
  const order = rulesAbout[about].map(({ code }) => code as string);
  const places = all.map(({ code }) => order.indexOf(code));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  all.forEach(expectGoodForm);
}

test('whatever a journal holds: known codes, in the order of causes, with an effect and a way out', () =>
  fc.assert(
    fc.asyncProperty(journals, async (specs) => {
      const history = await historyOf(specs);
      const all = foundIn(history);
      expectInOrder('structure', all);
      for (const one of all) {
        expect(effectOf(one, history)).not.toBe('');
        for (const line of wayOutOf(one, history, '--database shop'))
          expect(line).toMatch(/^(?!.*(undefined|null|\[object| {2})).+$/);
      }
    }),
    { numRuns: 300 },
  ));

test('whatever folders hold: the same, and nothing that only a journal can have', () =>
  fc.assert(
    fc.asyncProperty(folders, async (specs) => {
      const all = foundIn(await folderHistoryOf(specs));
      expectInOrder('structure', all);
      const ofJournals = [
        'broken-journal',
        'duplicate-index',
        'duplicate-prefix',
        'forked-history',
        'index-gap',
      ];
      expect(all.filter(({ code }) => ofJournals.includes(code))).toEqual([]);
    }),
    { numRuns: 300 },
  ));

test('a history is judged by what it holds: asked again, the same is found', () =>
  fc.assert(
    fc.asyncProperty(journals, async (specs) => {
      const history = await historyOf(specs);
      const before = JSON.stringify(history);
      expect(foundIn(history)).toEqual(foundIn(history));
      expect(JSON.stringify(history)).toBe(before);
    }),
  ));

test('whatever stands beside whatever: codes of a base in their order, and beside itself nothing', () =>
  fc.assert(
    fc.asyncProperty(journals, journals, journals, async (mine, theirs, before) => {
      const files = [mine, theirs, before].map((specs) => historyFiles(specs));
      expectInOrder('base', found('base', await besideFiles(files[0]!, files[1]!, files[2]!)));
      const own = found('base', await besideFiles(files[0]!, files[0]!, files[0]!));
      expect(own).toEqual([]);
    }),
    { numRuns: 200 },
  ));

test('whatever folders stand beside whatever: no code that only journals have', () =>
  fc.assert(
    fc.asyncProperty(folders, folders, async (mine, theirs) => {
      const all = found('base', await besideFiles(folderFiles(mine), folderFiles(theirs), null));
      expectInOrder('base', all);
      const codes = all.map(({ code }) => code);
      expect(codes).not.toContain('forked-history');
      expect(codes).not.toContain('duplicate-prefix');
    }),
    { numRuns: 200 },
  ));

test('whatever a ledger holds: of each migration and of each strange row at most one thing is said', () =>
  fc.assert(
    fc.asyncProperty(journals, rows, async (specs, given) => {
      const history = await historyOf(specs);
      const all = foundInLedger(history, given);
      for (const one of all) expectInOrder('live', [one]);
      const named = all.map(({ migration }) => migration).filter((migration) => migration !== undefined);
      expect(new Set(named).size).toBe(named.length);
      expect(all.length - named.length).toBeLessThanOrEqual(given.length);
    }),
    { numRuns: 300 },
  ));

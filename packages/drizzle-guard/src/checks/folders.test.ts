import fc from 'fast-check';
import { foldersHistory, type FolderSpec } from 'testkit';
import { expect, test } from 'vitest';
import { codesOf, folderFindingsOf, NOW, type Changes } from '../../test/histories';
import { structureChecks } from './index';

const folderName = (time: number, name: string) =>
  `${new Date(time).toISOString().replaceAll(/\D/g, '').slice(0, 14)}_${name}`;

/** A sound line of 2 to 8 migrations. */
const soundHistory = fc
  .array(
    fc.record({
      name: fc.stringMatching(/^[a-z][a-z0-9_-]{0,12}$/),
      pause: fc.integer({ min: 1, max: 1e6 }),
      sql: fc.constantFrom('SELECT 1;', 'SELECT 1;\r\n', ''),
    }),
    { minLength: 2, maxLength: 8 },
  )
  .map((parts) => {
    let time = Date.UTC(2025, 0, 1);
    return parts.map(({ name, pause, sql }): FolderSpec => {
      time += pause * 1000;
      return { tag: folderName(time, name), sql };
    });
  });

interface Defect {
  code: string;
  /** Spoils the migration at a position (never the first), or the files. */
  spoil(specs: FolderSpec[], at: number): Changes;
}

const edit = (code: string, change: (specs: FolderSpec[], at: number) => void): Defect => ({
  code,
  spoil: (specs, at) => {
    change(specs, at);
    return {};
  },
});
const snapshotOf = (spec: FolderSpec) => `drizzle/${spec.tag}/snapshot.json`;

const defects: Defect[] = [
  edit('missing-sql', (specs, at) => (specs[at]!.sql = null)),
  edit('missing-snapshot', (specs, at) => (specs[at]!.snapshot = null)),
  edit('dangling-parent', (specs, at) => (specs[at]!.parents = ['nowhere'])),
  edit('duplicate-snapshot', (specs, at) => (specs[at]!.id = specs[at - 1]!.tag)),
  edit('timestamp-regression', (specs, at) => {
    specs[at]!.parents = [specs[at - 1]!.tag];
    const id = specs[at]!.tag;
    specs[at] = { ...specs[at]!, id, tag: `20240101000000_${at}` };
    for (const next of specs.slice(at + 1, at + 2)) next.parents = [id];
  }),
  edit('future-timestamp', (specs) => specs.push({ tag: folderName(NOW + 1e9, 'later') })),
  edit('unmerged-fork', (specs, at) =>
    specs.push({ tag: folderName(NOW - 1e9, 'fork'), parents: [specs[at - 1]!.tag] }),
  ),
  { code: 'misnamed-folder', spoil: () => ({ 'drizzle/backfill/migration.sql': 'SELECT 1;' }) },
  { code: 'orphan-sql', spoil: () => ({ 'drizzle/0001_left_over.sql': 'SELECT 1;' }) },
  { code: 'mixed-layout', spoil: () => ({ 'drizzle/meta/0000_snapshot.json': '{}' }) },
  {
    code: 'malformed-snapshot',
    spoil: (specs, at) => ({ [snapshotOf(specs[at]!)]: '<<<<<<< HEAD' }),
  },
  {
    // A second beginning.
    code: 'malformed-snapshot',
    spoil: (specs, at) => ({
      [snapshotOf(specs[at]!)]: foldersHistory([specs[at]!])[snapshotOf(specs[at]!)]!,
    }),
  },
];

const JOURNAL_ONLY = [
  'broken-journal',
  'duplicate-index',
  'duplicate-prefix',
  'forked-history',
  'index-gap',
  'orphan-snapshot',
];

test('the classes of defects below are all that the structure checks know of this layout', () => {
  const known = [...new Set(defects.map(({ code }) => code)), ...JOURNAL_ONLY];
  expect(known.sort()).toEqual(structureChecks.map(({ code }) => code).sort());
});

test('a sound history yields nothing, whatever its names, SQL and times', async () => {
  await fc.assert(
    fc.asyncProperty(soundHistory, async (specs) => {
      expect(await folderFindingsOf(specs)).toEqual([]);
    }),
  );
});

test('one defect anywhere in a sound history is found under its own code, and no journal is spoken of', async () => {
  const place = fc.record({ specs: soundHistory, defect: fc.constantFrom(...defects), at: fc.nat() });
  await fc.assert(
    fc.asyncProperty(place, async ({ specs, defect, at }) => {
      const spoilt = specs.map((spec) => ({ ...spec }));
      const changes = defect.spoil(spoilt, 1 + (at % (spoilt.length - 1)));
      const findings = await folderFindingsOf(spoilt, changes);
      expect(codesOf(findings)).toContain(defect.code);
      for (const { code, file, message, help } of findings) {
        expect(JOURNAL_ONLY).not.toContain(code);
        expect(file).toMatch(/^drizzle\//);
        expect(message.length * help.length).toBeGreaterThan(0);
      }
    }),
    { numRuns: 300 },
  );
});

import fc from 'fast-check';
import type { MigrationSpec } from 'testkit';
import { expect, test } from 'vitest';
import {
  codesOf,
  findingsOf,
  historyFiles,
  historyOf,
  JOURNAL,
  NOW,
  type Changes,
} from '../../test/histories';
import { checkStructure, settle, structureChecks } from './index';

/** A sound history of 2 to 8 migrations with names, SQL and distances in time of all kinds. */
const soundHistory = fc
  .array(
    fc.record({
      name: fc.stringMatching(/^[a-z][a-z0-9_]{0,12}$/),
      pause: fc.integer({ min: 1, max: 1e9 }),
      sql: fc.constantFrom('SELECT 1;', 'SELECT 1;\r\n', '-- nothing', ''),
    }),
    { minLength: 2, maxLength: 8 },
  )
  .map((parts) => {
    let when = Date.UTC(2025, 0, 1);
    return parts.map(({ name, pause, sql }, position): MigrationSpec & { tag: string; when: number } => {
      when += pause;
      return { tag: `${String(position).padStart(4, '0')}_${name}`, when, sql };
    });
  });

interface Defect {
  code: string;
  /** Spoils the migration at a position (never the first), or the files. */
  spoil(specs: (MigrationSpec & { when: number })[], at: number): Changes;
}

const numberOf = (spec: MigrationSpec) => spec.tag.split('_')[0]!;
const edit = (
  code: string,
  change: (specs: (MigrationSpec & { when: number })[], at: number) => void,
): Defect => ({
  code,
  spoil: (specs, at) => {
    change(specs, at);
    return {};
  },
});

const defects: Defect[] = [
  edit('missing-sql', (specs, at) => (specs[at]!.sql = null)),
  edit('missing-snapshot', (specs, at) => (specs[at]!.snapshot = null)),
  edit('dangling-parent', (specs, at) => (specs[at]!.parent = 'nowhere')),
  edit('timestamp-regression', (specs, at) => (specs[at]!.when = specs[at - 1]!.when)),
  edit('future-timestamp', (specs, at) => (specs[at]!.when = NOW + 1e9)),
  edit('duplicate-index', (specs, at) => (specs[at]!.index = at - 1)),
  edit('index-gap', (specs) => specs.forEach((spec, position) => (spec.index = position + 1))),
  edit('duplicate-prefix', (specs, at) => (specs[at]!.tag = `${numberOf(specs[at - 1]!)}_second`)),
  edit('duplicate-snapshot', (specs, at) => (specs[at]!.id = specs[at - 1]!.tag)),
  edit('broken-journal', (specs, at) => (specs[at]!.tag = specs[at - 1]!.tag)),
  {
    code: 'forked-history',
    spoil(specs, at) {
      specs[at]!.parent = specs[at - 1]!.tag;
      specs.push({
        tag: '0099_fork',
        index: specs.length,
        when: specs.at(-1)!.when + 1,
        parent: specs[at - 1]!.tag,
      });
      return {};
    },
  },
  { code: 'orphan-sql', spoil: (_specs, at) => ({ [`drizzle/09${at}_left_over.sql`]: 'SELECT 1;' }) },
  {
    code: 'orphan-snapshot',
    spoil: (_specs, at) => ({
      [`drizzle/meta/09${at}_snapshot.json`]: '{"id":"x","prevId":"y","version":"7","dialect":"postgresql"}',
    }),
  },
  { code: 'mixed-layout', spoil: () => ({ 'drizzle/20260101000000_a/migration.sql': 'SELECT 1;' }) },
  {
    code: 'malformed-snapshot',
    spoil: (specs, at) => ({ [`drizzle/meta/${numberOf(specs[at]!)}_snapshot.json`]: '<<<<<<< HEAD' }),
  },
];

/** Those that the journal layout cannot have: folders.test.ts. */
const FOLDERS_ONLY = ['misnamed-folder', 'unmerged-fork'];

test('the classes of defects below are all that the structure checks know', () => {
  const known = [...defects.map(({ code }) => code), ...FOLDERS_ONLY];
  expect(known.sort()).toEqual(structureChecks.map(({ code }) => code).sort());
});

test.each(structureChecks.map(({ code, explain }) => [code, explain]))(
  'the explanation of %s says the way out',
  (_code, explain) => expect(explain).toContain('Way out'),
);

test('a sound history yields nothing, whatever its names, SQL and times', async () => {
  await fc.assert(
    fc.asyncProperty(soundHistory, async (specs) => {
      expect(await findingsOf(specs)).toEqual([]);
    }),
  );
});

test('CRLF line ends are no defect', async () => {
  const windows = Object.entries(historyFiles(['0000_a', '0001_b'])).map(([file, text]) => [
    file,
    text.replaceAll('\n', '\r\n'),
  ]);
  expect(await findingsOf(['0000_a', '0001_b'], Object.fromEntries(windows))).toEqual([]);
});

test('a byte order mark is a defect: drizzle-kit cannot read JSON that begins with one', async () => {
  const files = historyFiles(['0000_a', '0001_b']);
  for (const [file, code] of [
    [JOURNAL, 'broken-journal'],
    ['drizzle/meta/0001_snapshot.json', 'malformed-snapshot'],
  ] as const)
    expect(await findingsOf(['0000_a', '0001_b'], { [file]: `\ufeff${files[file]}` })).toMatchObject([
      {
        code,
        file,
        line: 1,
        message: `${file} begins with a byte order mark, which drizzle-kit cannot read`,
      },
    ]);
});

test('a folder that is not there is an empty history with nothing wrong', async () => {
  expect(await findingsOf([], { [JOURNAL]: null })).toEqual([]);
});

test('one defect anywhere in a sound history is found under its own code', async () => {
  const place = fc.record({ specs: soundHistory, defect: fc.constantFrom(...defects), at: fc.nat() });
  await fc.assert(
    fc.asyncProperty(place, async ({ specs, defect, at }) => {
      const spoilt = specs.map((spec) => ({ ...spec }));
      const changes = defect.spoil(spoilt, 1 + (at % (spoilt.length - 1)));
      const findings = await findingsOf(spoilt, changes);
      expect(codesOf(findings)).toContain(defect.code);
      for (const { file, message, help } of findings) {
        expect(file).toMatch(/^drizzle\//);
        expect(message.length * help.length).toBeGreaterThan(0);
      }
    }),
    { numRuns: 300 },
  );
});

test('the configuration decides the severity of a finding, or switches it off', async () => {
  const history = await historyOf(['0000_a', { tag: '0002_c', index: 2, sql: null }]);
  const drafts = checkStructure({ history, now: NOW });
  const severities = (overrides: Parameters<typeof settle>[2]) =>
    settle(drafts, 'shop', overrides).map(({ code, severity, database }) => [database, code, severity]);
  expect(severities({})).toEqual([
    ['shop', 'missing-sql', 'error'],
    ['shop', 'index-gap', 'warning'],
  ]);
  expect(severities({ 'missing-sql': 'off', 'index-gap': 'error' })).toEqual([
    ['shop', 'index-gap', 'error'],
  ]);
});

import { snapshotId } from 'testkit';
import { describe, expect, test } from 'vitest';
import { effectOf, ofCode, wayOutOf } from '../../../test/found';
import {
  findingsOf,
  folderFiles,
  folderFindingsOf,
  foundIn,
  historyFiles,
  historyOf,
} from '../../../test/histories';
import { graphOf } from '../../history/graph';

test('a parent that no snapshot has is found', async () => {
  const findings = await findingsOf(['0000_a', { tag: '0001_b', parent: 'deleted' }]);
  expect(findings).toEqual([
    {
      code: 'dangling-parent',
      file: 'drizzle/meta/0001_snapshot.json',
      message: `drizzle/meta/0001_snapshot.json continues snapshot "${snapshotId('deleted')}", but no snapshot has that id`,
      help: 'run `drizzle-guard doctor --repair`, which links it to the migration before it where the SQL bears that out; or bring back the snapshot that it continues; `drizzle-guard explain dangling-parent` says more',
    },
  ]);
});

test('a parent that comes later is found, and named', async () => {
  const findings = await findingsOf(['0000_a', { tag: '0001_b', parent: '0002_c' }, '0002_c']);
  expect(findings[0]).toMatchObject({
    code: 'dangling-parent',
    file: 'drizzle/meta/0001_snapshot.json',
    message: expect.stringContaining('it is drizzle/meta/0002_snapshot.json, which does not come before it'),
  });
});

test('a first snapshot that continues something is found', async () => {
  const findings = await findingsOf([{ tag: '0000_a', parent: 'squashed' }, '0001_b']);
  expect(findings).toMatchObject([{ code: 'dangling-parent', file: 'drizzle/meta/0000_snapshot.json' }]);
});

test('where a snapshot cannot be read, nobody says that none has the id', async () => {
  const findings = await findingsOf(['0000_a', '0001_b', '0002_c'], {
    'drizzle/meta/0001_snapshot.json': '{',
  });
  expect(findings[1]).toMatchObject({
    code: 'dangling-parent',
    message: expect.stringContaining('but no snapshot that can be read has that id'),
  });
});

test('an id that a later snapshot has, too, is before what continues it', async () => {
  const findings = await findingsOf(['0000_a', '0001_b', { tag: '0002_c', id: '0000_a' }]);
  expect(findings.map(({ code }) => code)).toEqual(['duplicate-snapshot']);
});

const [A, B, C] = ['20260101000000_a', '20260101000100_b', '20260101000200_c'] as const;

test('a line of snapshots, each after its parent, is whole in both layouts', async () => {
  expect(await findingsOf(['0000_a', '0001_b', '0002_c'])).toEqual([]);
  expect(await folderFindingsOf([A, B, C])).toEqual([]);
});

test('a parent is looked for by its id, wherever before it stands', async () => {
  const specs = ['0000_a', '0001_b', { tag: '0002_c', parent: '0000_a' }];
  expect(ofCode('dangling-parent', await findingsOf(specs))).toEqual([]);
});

test('a snapshot that continues itself is found: it does not come before itself', async () => {
  const [own] = await findingsOf(['0000_a', { tag: '0001_b', parent: '0001_b' }]);
  expect(own).toMatchObject({
    code: 'dangling-parent',
    message: expect.stringContaining(
      'but it is drizzle/meta/0001_snapshot.json, which does not come before it',
    ),
  });
});

test('in a circle the one that comes first is found', async () => {
  const found = await findingsOf([
    '0000_a',
    { tag: '0001_b', parent: '0002_c' },
    { tag: '0002_c', parent: '0001_b' },
  ]);
  expect(ofCode('dangling-parent', found).map(({ file }) => file)).toEqual([
    'drizzle/meta/0001_snapshot.json',
  ]);
});

test('each cut is a finding, in the order of the files', async () => {
  const found = await findingsOf([
    { tag: '0000_a', parent: 'x' },
    { tag: '0001_b', parent: 'y' },
    { tag: '0002_c', parent: 'z' },
  ]);
  expect(ofCode('dangling-parent', found).map(({ file }) => file)).toEqual([
    'drizzle/meta/0000_snapshot.json',
    'drizzle/meta/0001_snapshot.json',
    'drizzle/meta/0002_snapshot.json',
  ]);
});

test('a snapshot of folders that continues two, one of which is nobody, is found once', async () => {
  const found = await folderFindingsOf([A, { tag: B, parents: [A, 'gone'] }]);
  expect(found).toEqual([
    {
      code: 'dangling-parent',
      file: `drizzle/${B}/snapshot.json`,
      message: `drizzle/${B}/snapshot.json continues snapshot "${snapshotId('gone')}", but no snapshot has that id`,
      help: expect.stringContaining('`drizzle-guard explain dangling-parent`'),
    },
  ]);
});

test('of two parents that are nobody each is told', async () => {
  const found = await folderFindingsOf([A, { tag: B, parents: [A, 'gone', 'lost'] }]);
  expect(ofCode('dangling-parent', found).map(({ message }) => message.split('"')[1])).toEqual([
    snapshotId('gone'),
    snapshotId('lost'),
  ]);
});

test('among folders a parent that comes later is a matter of order, and of no other rule', async () => {
  const found = await folderFindingsOf([{ tag: A, id: 'a', parents: [B] }], {
    ...folderFiles([{ tag: B, id: B }]),
  });
  expect(found.map(({ code }) => code)).toEqual(['timestamp-regression']);
});

test('a parent whose snapshot is not there is found, in both layouts', async () => {
  const found = await findingsOf(['0000_a', { tag: '0001_b', snapshot: null }, '0002_c']);
  expect(ofCode('dangling-parent', found)).toMatchObject([{ file: 'drizzle/meta/0002_snapshot.json' }]);
  const folders = await folderFindingsOf([A, { tag: B, snapshot: null }, C]);
  expect(ofCode('dangling-parent', folders)).toMatchObject([{ file: `drizzle/${C}/snapshot.json` }]);
});

test('what the journal says is of no matter: snapshots alone are looked at', async () => {
  const files = historyFiles(['0000_a', { tag: '0001_b', parent: 'gone' }]);
  const found = await findingsOf(['0000_a'], {
    'drizzle/meta/0001_snapshot.json': files['drizzle/meta/0001_snapshot.json']!,
  });
  expect(ofCode('dangling-parent', found)).toHaveLength(1);
});

test('no database notices; what doctor could not link is left to people', async () => {
  const history = await historyOf(['0000_a', { tag: '0001_b', parent: 'gone' }]);
  const [cut] = foundIn(history);
  expect(effectOf(cut!, history)).toBe('drizzle-kit up (0.x to 1.0) stops; no database notices');
  expect(wayOutOf(cut!, history, '--database shop')).toEqual([
    expect.stringContaining('link it to the migration before it'),
  ]);
});

describe('a history that drizzle-kit pull began', () => {
  const ORIGIN = '00000000-0000-0000-0000-000000000000';
  const SPECS = ['0000_a', '0001_b', '0002_c'];
  /** Writes other ids over those of a journal's snapshots. */
  const withIds = (ids: Record<string, { id?: string; prevId?: string }>, specs = SPECS) => {
    const files = historyFiles(specs);
    return Object.fromEntries(
      Object.entries(ids).map(([prefix, given]) => {
        const file = `drizzle/meta/${prefix}_snapshot.json`;
        return [file, JSON.stringify({ ...JSON.parse(files[file]!), ...given })];
      }),
    );
  };
  const foundWith = (ids: Parameters<typeof withIds>[0]) => findingsOf(SPECS, withIds(ids));
  const PULLED = { id: ORIGIN, prevId: '' };

  test.each([
    ['alone', ['0000_a'], {}],
    ['and continued', SPECS, { '0001': { prevId: ORIGIN } }],
  ])('is whole, %s', async (_, specs, more) => {
    expect(await findingsOf(specs, withIds({ '0000': PULLED, ...more }))).toEqual([]);
  });

  test('and whose first one names the origin is whole', async () => {
    expect(await foundWith({ '0000': { id: ORIGIN, prevId: ORIGIN }, '0001': { prevId: ORIGIN } })).toEqual(
      [],
    );
  });

  test('has one beginning: a second one is found, whichever way it is written', async () => {
    expect(await foundWith({ '0000': PULLED, '0001': { prevId: '' } })).toMatchObject([
      {
        code: 'dangling-parent',
        file: 'drizzle/meta/0001_snapshot.json',
        message:
          'drizzle/meta/0001_snapshot.json continues snapshot "", but only the first one, as drizzle-kit pull writes it, continues nothing',
      },
    ]);
    expect(
      await foundWith({ '0000': PULLED, '0001': { prevId: ORIGIN }, '0002': { prevId: ORIGIN } }),
    ).toMatchObject([{ code: 'forked-history', message: '0001_b and 0002_c both continue 0000_a' }]);
    expect(await foundWith({ '0000': { prevId: '' }, '0001': { prevId: ORIGIN } })).toMatchObject([
      { code: 'dangling-parent', file: 'drizzle/meta/0000_snapshot.json' },
    ]);
    expect(await foundWith({ '0000': PULLED, '0001': { ...PULLED } })).toMatchObject([
      { code: 'duplicate-snapshot' },
      { code: 'dangling-parent', file: 'drizzle/meta/0001_snapshot.json' },
      { code: 'dangling-parent', file: 'drizzle/meta/0002_snapshot.json' },
    ]);
  });

  test('is cut where the snapshot with the id of the origin comes after what continues it', async () => {
    expect(await foundWith({ '0001': { prevId: ORIGIN }, '0002': { id: ORIGIN } })).toMatchObject([
      { code: 'dangling-parent', message: expect.stringContaining('which does not come before it') },
    ]);
  });

  const inFolders = (ids: Record<string, { id?: string; prevIds?: string[] }>) => {
    const files = folderFiles([A, B]);
    return folderFindingsOf(
      [A, B],
      Object.fromEntries(
        Object.entries(ids).map(([tag, given]) => {
          const file = `drizzle/${tag}/snapshot.json`;
          const { id, prevIds } = JSON.parse(files[file]!);
          return [file, JSON.stringify({ version: '7', dialect: 'sqlite', ddl: [], id, prevIds, ...given })];
        }),
      ),
    );
  };

  test('in the folders layout, as pull or up (1.0) leave it, is whole; a second beginning is open', async () => {
    for (const prevIds of [[], ['']])
      expect(await inFolders({ [A]: { id: ORIGIN, prevIds }, [B]: { prevIds: [ORIGIN] } })).toEqual([]);
    for (const prevIds of [[], [ORIGIN]])
      expect(await inFolders({ [A]: { prevIds }, [B]: { prevIds: [ORIGIN] } })).toMatchObject([
        { code: 'unmerged-fork' },
      ]);
    expect(await inFolders({ [A]: { prevIds: [] }, [B]: { prevIds: [''] } })).toMatchObject([
      { code: 'dangling-parent', file: `drizzle/${B}/snapshot.json` },
    ]);
  });

  test('is drawn as one line', async () => {
    const { migrations } = await historyOf(SPECS, withIds({ '0000': PULLED, '0001': { prevId: ORIGIN } }));
    expect(graphOf(migrations).map(({ parents, marks }) => [parents, marks])).toEqual([
      [[], []],
      [['0000_a'], []],
      [['0001_b'], []],
    ]);
  });
});

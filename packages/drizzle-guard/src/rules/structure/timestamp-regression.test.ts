import { expect, test } from 'vitest';
import { effectOf, ofCode, wayOutOf } from '../../../test/found';
import { findingsOf, folderFindingsOf, folderHistoryOf, foundIn, historyOf } from '../../../test/histories';

const at = (minute: number) => Date.UTC(2026, 2, 1, 12, minute);

test('a later entry that is older is found, with both times', async () => {
  const findings = await findingsOf([
    { tag: '0000_a', when: at(10) },
    { tag: '0001_b', when: at(5) },
  ]);
  expect(findings).toMatchInlineSnapshot(`
    [
      {
        "code": "timestamp-regression",
        "file": "drizzle/meta/_journal.json",
        "help": "if it has not landed, \`drizzle-guard rebase\` gives it a time behind the others; if it has, \`drizzle-guard status\` shows where it is late",
        "line": 12,
        "message": "0001_b (2026-03-01 12:05:00Z) follows 0000_a (2026-03-01 12:10:00Z) but is not newer: drizzle-orm skips it where 0000_a is applied",
        "migration": "0001_b",
      },
    ]
  `);
});

test('an equal timestamp is as bad as an older one', async () => {
  const findings = await findingsOf([
    { tag: '0000_a', when: at(10) },
    { tag: '0001_b', when: at(10) },
  ]);
  expect(findings).toMatchObject([{ code: 'timestamp-regression', migration: '0001_b' }]);
});

test('each entry is held against the newest before it, not against its neighbour', async () => {
  const findings = await findingsOf([
    { tag: '0000_a', when: at(30) },
    { tag: '0001_b', when: at(10) },
    { tag: '0002_c', when: at(20) },
    { tag: '0003_d', when: at(40) },
  ]);
  expect(findings.map(({ migration }) => migration)).toEqual(['0001_b', '0002_c']);
});

const [A, B, C] = ['20260101000000_a', '20260101000100_b', '20260101000200_c'] as const;
const regressionsAmong = async (...given: Parameters<typeof folderFindingsOf>) =>
  ofCode('timestamp-regression', await folderFindingsOf(...given)).map(({ migration, message }) => [
    migration,
    message.split(',')[0],
  ]);

test('a millisecond later is newer', async () => {
  expect(
    await findingsOf([
      { tag: '0000_a', when: 1 },
      { tag: '0001_b', when: 2 },
    ]),
  ).toEqual([]);
});

test('one that is older is told beside the newest, with both names', async () => {
  const [found] = await findingsOf([
    { tag: '0000_a', when: at(10) },
    { tag: '0001_b', when: at(20) },
    { tag: '0002_c', when: at(15) },
  ]);
  expect(found!.message).toContain('0002_c (2026-03-01 12:15:00Z) follows 0001_b (2026-03-01 12:20:00Z)');
});

test('after one that is older, what is newer than the newest is sound', async () => {
  const found = await findingsOf([
    { tag: '0000_a', when: at(20) },
    { tag: '0001_b', when: at(10) },
    { tag: '0002_c', when: at(21) },
  ]);
  expect(found.map(({ migration }) => migration)).toEqual(['0001_b']);
});

test('of folders it is one that sorts before what it continues', async () => {
  const specs = [
    { tag: A, parents: [B] },
    { tag: B, parents: [] },
  ];
  const found = ofCode('timestamp-regression', await folderFindingsOf(specs));
  expect(found).toMatchInlineSnapshot(`
    [
      {
        "code": "timestamp-regression",
        "file": "drizzle/20260101000000_a/snapshot.json",
        "help": "if it has not landed, give it a later time: \`mv drizzle/20260101000000_a drizzle/20260101000101_a\`; if it has, its name is what databases know it by: see in git how it came to be",
        "message": "20260101000000_a continues 20260101000100_b, but its folder does not sort after it: drizzle-orm runs it first",
        "migration": "20260101000000_a",
      },
    ]
  `);
});

test('folders that come after what they continue are in order, whichever branch they are of', async () => {
  expect(await regressionsAmong([A, B, { tag: C, parents: [A] }])).toEqual([]);
  expect(await regressionsAmong([A, B, { tag: C, parents: [A, B] }])).toEqual([]);
});

test('of two parents only the one that comes later is told', async () => {
  const specs = [A, { tag: B, parents: [A, C] }, { tag: C, parents: [A] }];
  expect(await regressionsAmong(specs)).toEqual([[B, `${B} continues ${C}`]]);
});

test('each parent that comes later is told', async () => {
  const specs = [{ tag: A, parents: [B, C] }, B, C];
  expect(await regressionsAmong(specs)).toEqual([
    [A, `${A} continues ${B}`],
    [A, `${A} continues ${C}`],
  ]);
});

test('a parent that no folder has is another rule’s business', async () => {
  expect(await regressionsAmong([A, { tag: B, parents: ['gone'] }])).toEqual([]);
});

test('folders of one second are in the order of their names, as drizzle-kit and drizzle-orm both sort them', async () => {
  const [one, two] = ['20260101000000_a', '20260101000000_b'];
  expect(await regressionsAmong([one, two])).toEqual([]);
  // By bytes a capital comes first, in a dictionary it does not: either order is asked for.
  const [small, capital] = ['20260101000000_a', '20260101000000_B'];
  expect(await regressionsAmong([small, { tag: capital, parents: [small] }])).toHaveLength(1);
  expect(
    await regressionsAmong([
      { tag: small, parents: [capital] },
      { tag: capital, parents: [] },
    ]),
  ).toHaveLength(1);
});

test('what it does to people, and the way out in a journal', async () => {
  const history = await historyOf([
    { tag: '0000_a', when: at(10) },
    { tag: '0001_b', when: at(5) },
  ]);
  const [late] = foundIn(history);
  expect(effectOf(late!, history)).toBe('a database that has run the earlier one skips it, in silence');
  expect(wayOutOf(late!, history, '--database shop')).toMatchInlineSnapshot(`
    [
      "its timestamp stays: databases know it by that. \`drizzle-guard status --database shop\` says where 0001_b is late, \`drizzle-guard migrate --late apply --database shop\` applies it there",
      "an upgrade to 1.0 (drizzle-kit up) names a folder by each timestamp, and refuses one that does not sort after its parent",
    ]
  `);
  expect(wayOutOf(late!, history)[0]).toContain('`drizzle-guard status` says where 0001_b is late');
});

test('of folders nothing is said of an upgrade', async () => {
  const history = await folderHistoryOf([
    { tag: A, parents: [B] },
    { tag: B, parents: [] },
  ]);
  const [late] = ofCode('timestamp-regression', foundIn(history));
  const lines = wayOutOf(late!, history, '--database shop');
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('`drizzle-guard migrate --late apply --database shop`');
});

import { expect, test } from 'vitest';
import { provePair } from '../../src/conflicts/prove-pair';
import { openArena } from '../../src/conflicts/effects/open-arena';
import { migrationOf } from './judged-pair';

test('two that go together in both orders are run in the one that will happen, too', async () => {
  const base = [migrationOf('0000', ['CREATE TABLE t (id integer PRIMARY KEY)'])];
  // Each side makes x for a while, and the other one only where it is not there.
  const mine = [
    migrationOf('1_mine', ['CREATE TABLE x (id integer)']),
    migrationOf('3_mine', ['DROP TABLE IF EXISTS x']),
  ];
  const theirs = [migrationOf('2_theirs', ['CREATE TABLE x (n text)', 'DROP TABLE x'])];
  const ground = { dialect: 'sqlite', folders: [__dirname], server: null };
  const { arena, close } = await openArena({ ground, before: base, sides: [...mine, ...theirs] });
  try {
    expect(await provePair(arena, [mine, theirs])).toEqual({ kind: 'commute' });
    const mixed = [mine[0]!, theirs[0]!, mine[1]!];
    expect(await provePair(arena, [mine, theirs], mixed)).toMatchObject({
      kind: 'conflict',
      does: [null, { migration: '2_theirs' }],
      shown: [
        expect.stringMatching(
          /^in the order in which they will be run \(1_mine, 2_theirs and 3_mine\) 2_theirs fails: .*already exists/,
        ),
      ],
    });
  } finally {
    await close();
  }
});

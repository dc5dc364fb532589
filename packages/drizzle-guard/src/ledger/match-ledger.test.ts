import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { matchLedger, type LocalMigration } from './match-ledger';
import type { LedgerRow } from './ledger';

const migration = (tag: string, timestamp: number, ...hashes: string[]): LocalMigration => ({
  tag,
  timestamp,
  hash: hashes[0] ?? '',
  hashes,
  name: null,
});
const row = (createdAt: number | null, hash: string): LedgerRow => ({
  id: 1,
  createdAt,
  hash,
  name: null,
  appliedAt: null,
});
const states = (migrations: LocalMigration[], rows: LedgerRow[]) =>
  matchLedger(migrations, rows).migrations.map(({ tag, state }) => `${tag} ${state}`);

describe('cases', () => {
  test('an empty ledger: all pending, no high-water mark', () => {
    const match = matchLedger([migration('a', 1, 'x'), migration('b', 2, 'y')], []);
    expect(match.migrations.map(({ state }) => state)).toEqual(['pending', 'pending']);
    expect(match.highWaterMark).toBeNull();
  });

  test('what is not applied and not newer than the newest row is late', () => {
    const migrations = [
      migration('a', 1, 'x'),
      migration('b', 2, 'y'),
      migration('c', 3, 'z'),
      migration('d', 4, 'w'),
    ];
    expect(states(migrations, [row(1, 'x'), row(3, 'z')])).toEqual([
      'a applied',
      'b late',
      'c applied',
      'd pending',
    ]);
  });

  test('the timestamp of a row that has no migration makes others late too', () => {
    expect(states([migration('a', 5, 'x')], [row(5, 'other'), row(9, 'gone')])).toEqual(['a edited']);
    expect(states([migration('a', 4, 'x')], [row(9, 'gone')])).toEqual(['a late']);
  });

  test('the same time with another hash is edited', () => {
    expect(states([migration('a', 1, 'new')], [row(1, 'old')])).toEqual(['a edited']);
  });

  test('a migration that was only stamped anew is applied, by its hash', () => {
    const match = matchLedger([migration('a', 7, 'x')], [row(1, 'x')]);
    expect(match.migrations[0]!.state).toBe('applied');
    expect(match.strangers).toEqual([]);
  });

  test('a hash that stands twice does not say which migration was moved', () => {
    const twins = [migration('a', 5, 'x'), migration('b', 6, 'x')];
    expect(states(twins, [row(1, 'x')])).toEqual(['a pending', 'b pending']);
    expect(states(twins, [row(1, 'x'), row(5, 'x')])).toEqual(['a applied', 'b pending']);
    expect(matchLedger(twins, [row(1, 'x'), row(5, 'x')])).toMatchObject({
      migrations: [{ tag: 'a' }, { tag: 'b', claims: [row(1, 'x')] }],
      strangers: [{ row: row(1, 'x'), candidates: ['b'] }],
    });
    expect(matchLedger([migration('a', 5, 'x')], [row(1, 'x'), row(2, 'x')]).strangers).toHaveLength(2);
  });

  test('rows that no migration explains are unknown when newer than all, else missing', () => {
    const { strangers } = matchLedger(
      [migration('a', 5, 'x')],
      [row(5, 'x'), row(3, 'y'), row(9, 'z'), row(null, 'w')],
    );
    expect(strangers.map(({ row: { hash }, state }) => [hash, state])).toEqual([
      ['y', 'missing'],
      ['z', 'unknown'],
      ['w', 'missing'],
    ]);
  });

  test('of two migrations of one time, a row of that time and other bytes may be of either', () => {
    const match = matchLedger([migration('a', 5, 'x'), migration('b', 5, 'y')], [row(5, 'old')]);
    expect(match.migrations).toMatchObject([
      { state: 'edited', row: row(5, 'old') },
      { state: 'late', claims: [row(5, 'old')] },
    ]);
    expect(match.migrations[0]).not.toHaveProperty('claims');
  });

  test('a row that is taken by its time and has the bytes of another may be of the other', () => {
    const match = matchLedger([migration('a', 5, 'new'), migration('b', 9, 'x')], [row(5, 'x')]);
    expect(match.migrations).toMatchObject([
      { state: 'edited' },
      { state: 'pending', claims: [row(5, 'x')] },
    ]);
  });

  test('a row without a time is told by its bytes where nothing else has them', () => {
    expect(states([migration('a', 5, 'x'), migration('b', 6, 'y')], [row(null, 'y')])).toEqual([
      'a pending',
      'b applied',
    ]);
  });

  test('a migration recorded twice leaves one row over', () => {
    const { migrations, strangers } = matchLedger([migration('a', 1, 'x')], [row(1, 'x'), row(1, 'x')]);
    expect(migrations[0]!.state).toBe('applied');
    expect(strangers).toMatchObject([{ state: 'missing' }]);
  });
});

const sha = (text: string) => createHash('sha256').update(text).digest('hex');
const hashesOf = (text: string) => [sha(text), sha(text.replaceAll('\n', '\r\n'))];

/** Few times and few texts, so that they collide. */
const anyPart = fc.record({
  timestamp: fc.integer({ min: 1, max: 12 }),
  text: fc.constantFrom('a\n', 'b\n', 'c\n'),
});
const anyFolder = fc.array(anyPart, { maxLength: 8 });
/** The same, with one migration a time: with two of them a ledger does not say which of them was edited. */
const anyFolderOfDistinctTimes = fc.uniqueArray(anyPart, {
  maxLength: 8,
  selector: ({ timestamp }) => timestamp,
});
const anyLedger = fc.array(
  fc.record({
    createdAt: fc.option(fc.integer({ min: 1, max: 12 }), { nil: null }),
    hash: fc.constantFrom(...['a\n', 'b\n', 'c\n', 'd\n'].flatMap(hashesOf)),
    ...{ id: fc.nat(), name: fc.constant(null), appliedAt: fc.constant(null) },
  }),
  { maxLength: 8 },
);
/** As a sound history: every timestamp greater than the one before. */
const soundFolder = fc
  .array(fc.constantFrom('a\n', 'b\n', 'b\nc\n'), { minLength: 1, maxLength: 8 })
  .map((texts) => texts.map((text, position) => ({ timestamp: (position + 1) * 10, text })));

const folderOf = (parts: { timestamp: number; text: string }[]): LocalMigration[] =>
  parts.map(({ timestamp, text }, position) => migration(`m${position}`, timestamp, ...hashesOf(text)));

describe('laws', () => {
  test('every migration has one state, and every row explains one migration or is a stranger', () => {
    fc.assert(
      fc.property(anyFolder, anyLedger, (parts, rows) => {
        const migrations = folderOf(parts);
        const match = matchLedger(migrations, rows);
        expect(match.migrations.map(({ tag }) => tag)).toEqual(migrations.map(({ tag }) => tag));
        const matched = match.migrations.filter(
          ({ state }) => state === 'applied' || state === 'edited',
        ).length;
        expect(matched + match.strangers.length).toBe(rows.length);
        expect(new Set(match.strangers.map((stranger) => stranger.row)).size).toBe(match.strangers.length);
      }),
    );
  });

  test('after applying whatever is pending or late, nothing is', () => {
    fc.assert(
      fc.property(anyFolderOfDistinctTimes, anyLedger, (parts, rows) => {
        const migrations = folderOf(parts);
        const open = matchLedger(migrations, rows).migrations;
        const applied = migrations
          .filter((_, position) => ['pending', 'late'].includes(open[position]!.state))
          .map(({ timestamp, hashes }) => row(timestamp, hashes[0]!));
        const after = matchLedger(migrations, [...rows, ...applied]).migrations.map(({ state }) => state);
        expect(after).not.toContain('pending');
        expect(after).not.toContain('late');
      }),
    );
  });

  test('of a sound folder each part that was applied is applied, with LF or CRLF, and the rest is pending', () => {
    fc.assert(
      fc.property(soundFolder, fc.nat(), fc.infiniteStream(fc.boolean()), (parts, length, crlf) => {
        const migrations = folderOf(parts);
        const applied = length % (parts.length + 1);
        const rows = parts
          .slice(0, applied)
          .map(({ timestamp, text }) => row(timestamp, hashesOf(text)[crlf.next().value ? 1 : 0]!));
        const match = matchLedger(migrations, rows);
        expect(match.strangers).toEqual([]);
        expect(match.migrations.map(({ state }) => state)).toEqual(
          parts.map((_, position) => (position < applied ? 'applied' : 'pending')),
        );
      }),
    );
  });

  test('byte-identical migrations never take each other’s rows', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { minLength: 2, maxLength: 8 }),
        fc.nat(),
        (times, pick) => {
          const sorted = [...times].sort((a, b) => a - b);
          const twins = folderOf(sorted.map((timestamp) => ({ timestamp, text: 'same\n' })));
          const chosen = sorted.filter((_, position) => (pick >> position) & 1);
          const match = matchLedger(
            twins,
            chosen.map((timestamp) => row(timestamp, sha('same\n'))),
          );
          const applied = match.migrations.filter(({ state }) => state === 'applied');
          expect(applied.map(({ timestamp }) => timestamp)).toEqual(chosen);
        },
      ),
    );
  });

  test('the order of the rows does not matter where times are unique', () => {
    fc.assert(
      fc.property(soundFolder, fc.nat(), (parts, seed) => {
        const migrations = folderOf(parts);
        const rows = parts
          .filter((_, i) => (seed >> i) & 1)
          .map(({ timestamp, text }) => row(timestamp, sha(text)));
        expect(matchLedger(migrations, [...rows].reverse()).migrations).toEqual(
          matchLedger(migrations, rows).migrations,
        );
      }),
    );
  });

  /** What became of a migration since it was made: whether it ran, and what was done to it afterwards. */
  const anyStory = fc.record({
    ran: fc.boolean(),
    time: fc.integer({ min: 1, max: 6 }),
    text: fc.constantFrom('a\n', 'b\n', 'c\n'),
    since: fc.constantFrom('kept', 'moved', 'edited', 'removed'),
    newTime: fc.integer({ min: 1, max: 9 }),
    newText: fc.constantFrom('a\n', 'b\n', 'c\n', 'd\n'),
    hasTime: fc.boolean(),
  });

  test.each(['journal', 'folders'])(
    'in the %s layout nothing that ran is called open without a doubt',
    (layout) => {
      fc.assert(
        fc.property(fc.array(anyStory, { maxLength: 6 }), (stories) => {
          const told = stories.map(({ time, text, since, newTime, newText, ran, hasTime }, at) => {
            const nameOf = (of: number, more = '') => (layout === 'folders' ? `${of}_${at}${more}` : null);
            const isMoved = since === 'moved';
            const own: LedgerRow = {
              ...row(hasTime || layout === 'folders' ? time * 1000 : null, sha(text)),
              ...{ id: at, name: nameOf(time) },
            };
            const here: LocalMigration = {
              tag: `m${at}`,
              timestamp: (isMoved ? newTime : time) * 1000,
              hash: sha(since === 'edited' ? newText : text),
              hashes: hashesOf(since === 'edited' ? newText : text),
              name: isMoved ? nameOf(newTime, '_moved') : nameOf(time),
            };
            // What lost its time and was edited as well is nothing that anybody could know again.
            const isKnowable = since !== 'edited' || own.createdAt !== null;
            return { here, own, ran, isHere: since !== 'removed', isKnowable };
          });
          const here = told.filter(({ isHere }) => isHere);
          const match = matchLedger(
            here.map((one) => one.here),
            told.filter(({ ran }) => ran).map(({ own }) => own),
          );
          for (const [at, { own, ran, isKnowable }] of here.entries()) {
            const { state, claims = [] } = match.migrations[at]!;
            if (!ran || !isKnowable || state === 'applied' || state === 'edited') continue;
            // Another of the very same bytes stands for it: as many runs as there are migrations.
            const taker = match.migrations.findIndex((other) => other.row === own);
            const isSwapped = taker !== -1 && here[taker]!.here.hashes.includes(own.hash);
            expect(claims.length > 0 || isSwapped).toBe(true);
          }
        }),
        { numRuns: 2000 },
      );
    },
  );
});

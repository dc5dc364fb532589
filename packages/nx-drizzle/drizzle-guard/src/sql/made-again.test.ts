import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { madeAgain, type Kept, type MakingAgain, type OwnSql } from './made-again';

const B = '\n--> statement-breakpoint\n';
const ADD = (column: string) => `ALTER TABLE "t" ADD COLUMN "${column}" text;`;
const FILL = (column: string) => `UPDATE "t" SET "${column}" = '-';`;

const own = (tag: string, sql: string[], kit: string[] | null = sql, hasSnapshot = kit !== null): OwnSql => ({
  tag,
  sql: sql.join(B),
  kit,
  hasSnapshot,
});

function told(given: Partial<MakingAgain>) {
  const made = madeAgain({ own: [], theirs: [], wanted: null, isWanted: null, ...given });
  const said = (kept: readonly Kept[]) =>
    kept.map(({ tag, runs }) =>
      runs === null ? tag : `${tag}: ${runs.map((run) => run.map(({ sql }) => sql).join(' ')).join(' … ')}`,
    );
  return {
    ...(made.held.length > 0 ? { held: made.held } : {}),
    ...(made.before.length > 0 ? { before: said(made.before) } : {}),
    ...(made.isGenerated ? { generated: true } : {}),
    ...(made.inPlace.length > 0 ? { inPlace: said(made.inPlace) } : {}),
    ...(made.after.length > 0 ? { after: said(made.after) } : {}),
    ...(made.apart ? { apart: [made.apart.tag, made.apart.passage.sql, made.apart.gone.tag] } : {}),
  };
}

describe('what is made again', () => {
  test('what drizzle-kit has written it writes anew, and what was added to it is kept', () => {
    expect(told({ own: [own('a', [ADD('x')])] })).toEqual({ generated: true });
    expect(told({ own: [own('a', [ADD('x'), FILL('x')], [ADD('x')])] })).toEqual({
      generated: true,
      after: [`a: ${FILL('x')}`],
    });
  });

  test('what theirs has already is not repeated, neither generated nor by hand', () => {
    const theirs = [{ tag: 't', sql: [ADD('x'), FILL('x')].join(B) }];
    expect(told({ own: [own('a', [ADD('x')]), own('b', [FILL('x')], [])], theirs })).toEqual({
      held: ['a', 'b'],
    });
    expect(told({ own: [own('a', [ADD('x'), FILL('y')], [ADD('x')])], theirs })).toEqual({
      after: [`a: ${FILL('y')}`],
    });
  });

  test('what the schema wants after theirs decides whether anything is generated', () => {
    const mine = [own('a', [ADD('x'), FILL('x')], [ADD('x')])];
    expect(told({ own: mine, wanted: [], isWanted: false })).toEqual({ after: [`a: ${FILL('x')}`] });
    expect(told({ own: mine, wanted: [ADD('y')], isWanted: true })).toMatchObject({ generated: true });
    expect(told({ own: [own('a', [ADD('x')])], wanted: [], isWanted: false })).toEqual({});
  });

  test('hand-written ones stay before or after, and one between follows what it speaks of', () => {
    const [x, y] = [own('x', [ADD('x')]), own('y', [ADD('y')])];
    expect(told({ own: [own('f', [FILL('c')], []), x] })).toMatchObject({ before: ['f'] });
    expect(told({ own: [x, own('f', [FILL('x')], []), y] })).toMatchObject({ after: ['f'] });
    const unique = 'ALTER TABLE "t" ADD CONSTRAINT "u" UNIQUE("c");';
    expect(told({ own: [x, own('f', [FILL('c')], []), own('u', [unique])] })).toMatchObject({
      before: ['f'],
    });
  });

  test('one that needs what comes before it and is needed by what comes after it: all in its order, as one', () => {
    const mandatory = 'ALTER TABLE "t" ALTER COLUMN "x" SET NOT NULL;';
    const mine = [own('x', [ADD('x')]), own('f', [FILL('x')], []), own('m', [mandatory])];
    expect(told({ own: mine })).toEqual({ generated: true, inPlace: ['x', 'f', 'm'] });
    expect(told({ own: mine, theirs: [{ tag: 't', sql: ADD('x') }] })).toEqual({
      held: ['x'],
      generated: true,
      before: ['f'],
    });
  });

  test('what stands in place of what drizzle-kit writes does so again, without what theirs has', () => {
    const using = 'ALTER TABLE "t" ALTER COLUMN "c" SET DATA TYPE integer USING c::integer;';
    const plain = 'ALTER TABLE "t" ALTER COLUMN "c" SET DATA TYPE integer;';
    const mine = [own('a', [ADD('x'), using, FILL('x')], [ADD('x'), plain])];
    const theirs = [{ tag: 't', sql: ADD('x') }];
    expect(told({ own: mine })).toEqual({ generated: true, inPlace: ['a'] });
    expect(told({ own: mine, theirs })).toMatchObject({ inPlace: [`a: ${using} ${FILL('x')}`] });
    expect(told({ own: mine, theirs, wanted: [plain], isWanted: true })).toMatchObject({
      inPlace: [`a: ${using} ${FILL('x')}`],
    });
    // Done by theirs in its own words; and what the schema wants besides would be lost.
    expect(told({ own: mine, theirs, wanted: [], isWanted: false })).toEqual({ after: [`a: ${FILL('x')}`] });
    expect(told({ own: mine, wanted: [plain, ADD('z')], isWanted: true })).not.toHaveProperty('inPlace');
  });

  test('where it is not known what drizzle-kit has written, the schema says it, or a snapshot', () => {
    const mine = (hasSnapshot: boolean) => [own('a', [ADD('x'), FILL('x')], null, hasSnapshot)];
    expect(told({ own: mine(true) })).toEqual({ generated: true, after: [`a: ${FILL('x')}`] });
    expect(told({ own: mine(false) })).toEqual({ generated: true, inPlace: ['a'] });
    expect(told({ own: mine(false), wanted: [ADD('x')], isWanted: true })).toEqual({
      generated: true,
      after: [`a: ${FILL('x')}`],
    });
    expect(told({ own: mine(false), wanted: [], isWanted: false })).toEqual({ after: ['a'] });
    expect(told({ own: [own('a', [FILL('x')], null)] })).toEqual({ after: ['a'] });
  });

  test('a statement about what theirs has dropped is for people to decide', () => {
    const mine = [own('a', [ADD('x'), FILL('c')], [ADD('x')])];
    const theirs = [{ tag: 'd', sql: 'ALTER TABLE "t" DROP COLUMN "c";' }];
    expect(told({ own: mine, theirs })).toMatchObject({ apart: ['a', FILL('c'), 'd'] });
    expect(told({ own: mine, theirs, wanted: [ADD('c')], isWanted: true })).not.toHaveProperty('apart');
    expect(told({ own: [own('a', [ADD('x')])], theirs })).not.toHaveProperty('apart');
    expect(told({ own: mine, theirs: [...theirs, { tag: 'f', sql: FILL('c') }] })).not.toHaveProperty(
      'apart',
    );
  });

  test('what shares a line with what is generated cannot be cut out: the file is kept whole', () => {
    const mine = [{ ...own('a', [], [ADD('x')]), sql: `${ADD('x')} ${FILL('x')}` }];
    expect(told({ own: mine })).toEqual({ generated: true, after: ['a'] });
  });
});

describe('laws', () => {
  const columns = fc.constantFrom('x', 'y', 'z');
  const step = fc.record({
    kind: fc.constantFrom('generated', 'by hand', 'unknown'),
    column: columns,
    fills: fc.boolean(),
  });
  const side = fc.array(step, { maxLength: 5 });
  const texts = (steps: readonly { kind: string; column: string; fills: boolean }[]) =>
    steps.map(({ kind, column, fills }) => [
      ...(kind === 'by hand' ? [] : [ADD(column)]),
      ...(fills || kind === 'by hand' ? [FILL(column)] : []),
    ]);

  test('no hand-written statement is lost, none is made twice, and none of theirs is repeated', () => {
    fc.assert(
      fc.property(side, side, (mine, others) => {
        const all = texts(mine);
        const given = mine.map(({ kind, column }, at) =>
          own(`${at}`, all[at]!, kind === 'unknown' ? null : kind === 'generated' ? [ADD(column)] : []),
        );
        const theirs = texts(others).map((sql, at) => ({ tag: `t${at}`, sql: sql.join(B) }));
        const made = madeAgain({ own: given, theirs, wanted: null, isWanted: null });
        const there = new Set(theirs.flatMap(({ sql }) => sql.split(B)));
        const kept = [...made.before, ...made.inPlace, ...made.after].flatMap(({ tag, runs }) =>
          runs === null ? all[Number(tag)]! : runs.flat().map(({ sql }) => sql),
        );
        const wanted = all.flat().filter((sql) => sql.startsWith('UPDATE') && !there.has(sql));
        expect(kept.filter((sql) => sql.startsWith('UPDATE'))).toHaveLength(wanted.length);
        expect(kept.filter((sql) => there.has(sql))).toEqual([]);
      }),
    );
  });

  test('made again after itself nothing is left to do', () => {
    fc.assert(
      fc.property(side, (mine) => {
        const given = texts(mine).map((sql, at) => own(`${at}`, sql, null, mine[at]!.fills));
        const theirs = given.map(({ sql }) => ({ tag: 't', sql }));
        const { before, after, inPlace, isGenerated } = madeAgain({
          own: given,
          theirs,
          wanted: null,
          isWanted: null,
        });
        expect([before, after, inPlace, isGenerated]).toEqual([[], [], [], false]);
      }),
    );
  });
});

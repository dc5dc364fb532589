import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asList, asMaps, states, type StateSpec } from '../../test/snapshots';
import type { Migration } from '../history/history';
import { commandsOf } from '../sql/commands';
import type { Json } from '../state/json';
import { isSameState } from '../state/same';
import { carry } from './carry';
import { carrySteps, type Onto } from './carry-steps';
import type { Step } from './moving';

const users = (...columns: string[]): StateSpec => ({
  tables: [{ name: 'users', columns: ['id', ...columns].map((name) => ({ name, type: 'text' })) }],
});

/** Steps that follow each other, through these states. */
function stepsOf(...through: readonly Json[]): Step[] {
  return through.slice(1).map((after, at) => ({
    migration: { tag: `000${at + 1}_mine` } as Migration,
    before: through[at]!,
    after,
    commands: [],
  }));
}

/** Behind this state, to which SQL has led. */
function behind(state: Json, sql = ''): Onto {
  return { state, commands: commandsOf(sql) };
}

function statesIn(result: ReturnType<typeof carrySteps>): Json[] {
  if ('clashes' in result) throw new Error(JSON.stringify(result.clashes));
  return result.carried.map(({ state }) => state);
}

describe.each([
  ['maps', asMaps],
  ['a list', asList],
] as const)('steps in the form of %s', (_form, asState) => {
  test('are carried over one after another, each onto the one before', () => {
    const steps = stepsOf(asState(users()), asState(users('a')), asState(users('a', 'b')));
    const carried = statesIn(carrySteps(steps, behind(asState(users('x')))));
    expect(carried.map((state) => isSameState(state, asState(users('x', 'a'))))).toEqual([true, false]);
    expect(isSameState(carried[1]!, asState(users('x', 'a', 'b')))).toBe(true);
  });

  test('what mine adds and takes away again is followed', () => {
    const steps = stepsOf(asState(users()), asState(users('a')), asState(users()), asState(users('c')));
    const carried = statesIn(carrySteps(steps, behind(asState(users('x')))));
    const expected = [users('x', 'a'), users('x'), users('x', 'c')];
    carried.forEach((state, at) => expect(isSameState(state, asState(expected[at]!))).toBe(true));
  });

  test('what mine adds and takes away again is gone of theirs too, as its SQL says', () => {
    const steps = stepsOf(asState(users()), asState(users('a')), asState(users()));
    const carried = carrySteps(steps, behind(asState(users('a'))));
    expect(carried).toMatchObject({
      carried: [{ shared: ['table users: column a is new'] }, { shared: [] }],
    });
    expect(isSameState(statesIn(carried)[1]!, asState(users()))).toBe(true);
  });

  test('what only the SQL of theirs is about is left as theirs has it', () => {
    const [first, second] = stepsOf(asState(users()), asState(users('a', 'old')), asState(users('a')));
    const steps = [
      { ...first!, commands: commandsOf('ALTER TABLE "users" ADD COLUMN "a" text;') },
      { ...second!, commands: commandsOf('UPDATE "users" SET "old" = 1;') },
    ];
    const theirs =
      'ALTER TABLE "users" ADD COLUMN "old" text; ALTER TABLE "users" RENAME COLUMN "old" TO "new";';
    const carried = carrySteps(steps, behind(asState(users('new')), theirs));
    expect(carried).toMatchObject({
      carried: [{ left: ['table users: column old is new'] }, { left: ['table users: column old is gone'] }],
    });
    for (const state of statesIn(carried)) expect(isSameState(state, asState(users('new', 'a')))).toBe(true);
    // Whose SQL says nothing is made all the same: the snapshot is all there is.
    const [untold] = statesIn(carrySteps(steps, behind(asState(users('new')))));
    expect(isSameState(untold!, asState(users('new', 'a', 'old')))).toBe(true);
  });

  test('the first that clashes is named, and none after it', () => {
    const other = {
      tables: [
        {
          name: 'users',
          columns: [
            { name: 'id', type: 'text' },
            { name: 'b', type: 'integer' },
          ],
        },
      ],
    };
    const steps = stepsOf(
      asState(users()),
      asState(users('a')),
      asState(users('a', 'b')),
      asState(users('a')),
    );
    const result = carrySteps(steps, behind(asState(other)));
    expect(result).toMatchObject({
      step: { migration: { tag: '0002_mine' } },
      clashes: [{ what: 'table users: column b' }],
    });
  });

  test('one that changes nothing has the state of the one before it', () => {
    const steps = stepsOf(asState(users(), 'a'), asState(users(), 'b'), asState(users('n'), 'c'));
    const onto = asState(users('x'), 'theirs');
    expect(JSON.stringify(statesIn(carrySteps(steps, behind(onto)))[0])).toBe(JSON.stringify(onto));
  });

  test('none lead nowhere', () => {
    expect(carrySteps([], behind(asState(users())))).toEqual({ carried: [] });
  });

  test('over any states they lead to what one step would, where that goes', () => {
    fc.assert(
      fc.property(states, states, states, (first, middle, last) => {
        const [before, between, after] = [asState(first), asState(middle), asState(last)];
        // Onto what they continue nothing clashes.
        const carried = statesIn(carrySteps(stepsOf(before, between, after), behind(before)));
        const [whole] = statesIn(carrySteps(stepsOf(before, after), behind(before)));
        expect(isSameState(carried.at(-1)!, whole!)).toBe(true);
        expect(isSameState(carried[0]!, between)).toBe(true);
      }),
    );
  });

  test('each is what it is carried alone onto the one before', () => {
    fc.assert(
      fc.property(states, states, states, states, (first, middle, last, theirs) => {
        const steps = stepsOf(asState(first), asState(middle), asState(last));
        const result = carrySteps(steps, behind(asState(theirs)));
        const alone = carry(steps[0]!.before, steps[0]!.after, asState(theirs));
        if ('clashes' in alone) {
          expect(result).toEqual({ step: steps[0], clashes: alone.clashes });
          return;
        }
        const next = carry(steps[1]!.before, steps[1]!.after, alone.state);
        expect(result).toEqual(
          'clashes' in next ? { step: steps[1], clashes: next.clashes } : { carried: [alone, next] },
        );
      }),
    );
  });
});

describe('steps that hold changes', () => {
  const delta = (name: string): Json => ({
    op: 'create',
    row: { entityType: 'columns', schema: 'public', table: 'users', name },
  });
  const diff = (...names: string[]): Json => ({ type: 'diff', deltas: names.map(delta) });

  test('stay as they are, but for what theirs has changed alike', () => {
    const steps = stepsOf(diff(), diff('a', 'x'), diff('b'));
    expect(carrySteps(steps, { changes: [diff('x'), diff('y')] })).toEqual({
      carried: [
        { state: diff('a'), shared: ['create columns users.x'], left: [] },
        { state: diff('b'), shared: [], left: [] },
      ],
    });
  });

  test('are all looked at beside what theirs has made', () => {
    const other: Json = {
      deltas: [{ ...delta('b'), row: { ...(delta('b')['row'] as Json), type: 'date' } }],
    };
    const steps = stepsOf(diff(), diff('a'), diff('b'));
    expect(carrySteps(steps, { changes: [other] })).toMatchObject({
      step: { migration: { tag: '0002_mine' } },
      clashes: [{ what: 'columns users.b' }],
    });
  });
});

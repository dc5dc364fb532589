import { repositoryRoot } from 'testkit';
import { expect, test } from 'vitest';
import { proveRebuilt } from '../src/doctor/effects/prove-rebuilt';
import { asMaps, type StateSpec } from './snapshots';

// What is certainly not so, and what nobody can say, are two answers.

const stateWith = (...columns: string[]): StateSpec => ({
  tables: [{ name: 'a', columns: columns.map((name) => ({ name, type: 'text' })) }],
});
const snapshot = (state: StateSpec) => JSON.stringify(asMaps(state));
const prove = async (sql: string, after: string, before = snapshot(stateWith('x'))) =>
  (await proveRebuilt([{ migration: '0001_b', before, sql, after }], 'postgresql', [repositoryRoot])).get(
    '0001_b',
  );

test('what the SQL makes of the state before it is proved; anything else is not borne out', async () => {
  const sql = 'ALTER TABLE "a" ADD COLUMN "y" text;';
  expect(await prove(sql, snapshot(stateWith('x', 'y')))).toBeUndefined();
  expect(await prove(sql, snapshot(stateWith('x')))).toMatch(/^a replay does not bear it out: .*\by\b/);
  expect(await prove('ALTER TABLE "b" DROP COLUMN "y";', snapshot(stateWith('x')))).toMatch(
    /^a replay does not bear it out: relation "b" does not exist/,
  );
});

test('a state that drizzle-kit makes nothing of proves nothing', async () => {
  expect(await prove('select 1', '{"version":"7","dialect":"postgresql"}')).toMatch(/^it cannot be proved: /);
});

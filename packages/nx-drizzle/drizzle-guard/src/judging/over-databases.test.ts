import { describe, expect, test } from 'vitest';
import { databaseCalled, finding } from '../../test/judgements';
import { GuardError } from '../errors/guard-error';
import type { DatabaseResult } from '../results/command-result';
import type { Database } from '../workspace/discover';
import { emptyResult, overDatabases } from './over-databases';

const THREE = ['one', 'two', 'three'].map((name) => databaseCalled(name));
const failing = () => new GuardError('cannot-evaluate', 'it does not load', 'correct it');

/** Runs `work` by the database's name, and gives what it was called with, in order. */
async function over(
  work: Record<string, (started: DatabaseResult) => DatabaseResult | void>,
  options?: { failFast?: boolean },
) {
  const called: string[] = [];
  const run = async ({ name }: Database, started: DatabaseResult) => {
    called.push(name);
    return work[name]?.(started);
  };
  const result = await overDatabases('check', THREE, emptyResult, run, options);
  return { ...result, called };
}

const throwing = () => {
  throw failing();
};
const withError = (started: DatabaseResult) => void started.findings.push(finding('orphan-sql'));

test('of a database nothing is known yet but what is stated', () => {
  expect(emptyResult(databaseCalled('shop', { dir: 'packages/shop' }))).toEqual({
    name: 'shop',
    dir: 'packages/shop',
    dialect: 'postgresql',
    layout: null,
    findings: [],
    notChecked: [],
  });
  expect(emptyResult(databaseCalled('shop', { stated: null })).dialect).toBeNull();
});

describe('results', () => {
  test('come in the order of the databases, one after another', async () => {
    const order: string[] = [];
    const { databases } = await overDatabases('check', THREE, emptyResult, async ({ name }) => {
      order.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, name === 'one' ? 5 : 0));
      order.push(`${name} ends`);
    });
    expect(databases.map(({ name }) => name)).toEqual(['one', 'two', 'three']);
    expect(order).toEqual(THREE.flatMap(({ name }) => [`${name} begins`, `${name} ends`]));
  });

  test('come in that order too where some are run at once, and never more than that', async () => {
    let running = 0;
    let most = 0;
    const many = Array.from({ length: 9 }, (_, at) => databaseCalled(`db${at}`));
    const work = async ({ name }: Database) => {
      most = Math.max(most, (running += 1));
      await new Promise((resolve) => setTimeout(resolve, name === 'db0' ? 20 : 1));
      running -= 1;
    };
    const { databases } = await overDatabases('status', many, emptyResult, work, { atOnce: 4 });
    expect(databases.map(({ name }) => name)).toEqual(many.map(({ name }) => name));
    expect(most).toBe(4);
  });

  test('that are returned count, those that are not were filled', async () => {
    const whole: DatabaseResult = { ...emptyResult(THREE[0]!), layout: 'journal' };
    const { databases, command } = await over({
      one: () => whole,
      two: (started) => void started.notChecked.push('base'),
    });
    expect(databases[0]).toBe(whole);
    expect(databases[1]!.notChecked).toEqual(['base']);
    expect(databases[2]).toEqual(emptyResult(THREE[2]!));
    expect(command).toBe('check');
  });

  test('none where there is no database', async () => {
    expect(await overDatabases('check', [], emptyResult, async () => undefined)).toEqual({
      command: 'check',
      databases: [],
    });
  });
});

describe('what a database throws', () => {
  test('becomes its error, and the others have their turn', async () => {
    const { databases, called } = await over({ two: throwing });
    expect(called).toEqual(['one', 'two', 'three']);
    expect(databases.map(({ error }) => error?.code)).toEqual([undefined, 'cannot-evaluate', undefined]);
    expect(databases[1]!.error).toEqual({
      code: 'cannot-evaluate',
      message: 'it does not load',
      help: 'correct it',
    });
  });

  test('keeps what was known before', async () => {
    const { databases } = await over({
      two(started) {
        withError(started);
        throw failing();
      },
    });
    expect(databases[1]).toMatchObject({ findings: [{ code: 'orphan-sql' }], error: {} });
  });

  test('that is no GuardError is called a defect', async () => {
    const { databases } = await over({
      one() {
        throw new TypeError('x is undefined');
      },
    });
    expect(databases[0]!.error).toMatchObject({ code: 'internal-error', message: 'x is undefined' });
  });
});

describe('where the first that fails is the last', () => {
  const FAST = { failFast: true };

  test.each([
    ['an error', throwing],
    ['a finding that is an error', withError],
    ['a result that is returned', () => ({ ...emptyResult(THREE[0]!), findings: [finding('orphan-sql')] })],
  ])('%s stops the rest, each of which says so', async (_, work) => {
    const { databases, called } = await over({ one: work }, FAST);
    expect(called).toEqual(['one']);
    expect(databases.map(({ error }) => error?.code).slice(1)).toEqual(['not-run', 'not-run']);
    expect(databases[2]!.error).toMatchObject({
      message: 'three was not run, because one failed before it',
      help: 'mend one and run it again, or run `drizzle-guard check --database three`',
    });
  });

  test('those before it keep their results', async () => {
    const { databases, called } = await over({ two: throwing }, FAST);
    expect(called).toEqual(['one', 'two']);
    expect(databases.map(({ error }) => error?.code)).toEqual([undefined, 'cannot-evaluate', 'not-run']);
  });

  test('a warning stops nothing', async () => {
    const warned = (started: DatabaseResult) =>
      void started.findings.push(finding('index-gap', { severity: 'warning' }));
    expect((await over({ one: warned }, FAST)).called).toEqual(['one', 'two', 'three']);
  });

  test('without being asked nothing is stopped', async () => {
    expect((await over({ one: throwing }, {})).called).toEqual(['one', 'two', 'three']);
  });
});

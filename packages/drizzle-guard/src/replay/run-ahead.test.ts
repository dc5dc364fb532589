import { describe, expect, test } from 'vitest';
import { ShadowEnded, type Applied, type Shadow } from '../engines/shadow/shadow';
import type { Migration } from '../history/history';
import { statementsOf } from '../sql/statements';
import { replayOn, type ReadMigration } from './replay-history';

const FINE: Applied = { failure: null, idle: [] };
const refusing = (message: string, alreadyExists = false): Applied => ({
  failure: { position: 0, message, alreadyExists, runsNowhere: false, kept: 0 },
  idle: [],
});

const migrationsOf = (...texts: string[]): ReadMigration[] =>
  texts.map((text, at) => ({
    migration: { tag: `000${at}`, sqlFile: `000${at}.sql` } as Migration,
    statements: statementsOf(text),
  }));

/**
 * A shadow that answers for each SQL text, and ends at "never ends".
 * @param pauses after how many migrations one go is over
 */
function shadowWith(answers: Record<string, Applied>, pauses = Infinity) {
  const log: string[] = [];
  const answerTo = (statements: readonly string[]) => {
    if (statements.includes('never ends')) throw new ShadowEnded('time is over');
    return answers[statements.join()] ?? FINE;
  };
  const shadow: Partial<Shadow> = {
    async apply(statements, watched = []) {
      log.push(`apply ${statements.join()}${watched.length > 0 ? ` watching ${watched.join()}` : ''}`);
      return answerTo(statements);
    },
    async applyInOneGo(migrations, lasts, onApplied) {
      log.push(`go ${migrations.length} for ${lasts}`);
      for (const [at, { statements, watched }] of migrations.entries()) {
        if (watched.length > 0) log.push(`watching ${watched.join()} of ${statements.join()}`);
        const applied = answerTo(statements);
        onApplied(applied);
        if (applied.failure !== null || at + 1 >= pauses) return;
      }
    },
  };
  return { shadow: shadow as Shadow, log };
}

describe('a history that is run in one go', () => {
  test('is asked for once', async () => {
    const { shadow, log } = shadowWith({});
    const run = await replayOn(shadow, migrationsOf('a', 'b', 'c'));
    expect(run).toEqual({ repeated: [], failed: null });
    expect(log).toEqual(['go 3 for Infinity']);
  });

  test('names the migration at which it was refused', async () => {
    const { shadow } = shadowWith({ b: refusing('no') });
    const { failed } = await replayOn(shadow, migrationsOf('a', 'b', 'c'));
    expect(failed).toMatchObject({ ended: false, statement: { migration: '0001', sql: 'b', notReached: 1 } });
  });

  test('names the migration at which the shadow has ended, and tells what was repeated before', async () => {
    const again = 'CREATE TABLE IF NOT EXISTS a (id int)';
    const { shadow, log } = shadowWith({ [again]: { failure: null, idle: [0] } });
    const run = await replayOn(shadow, migrationsOf(again, again, 'b', 'never ends', 'd'));
    expect(run.failed).toMatchObject({
      ended: true,
      statement: { migration: '0003', sql: '', message: 'time is over', notReached: 1 },
    });
    expect(run.repeated.at(-1)).toMatchObject({ migration: '0001', earlier: '0000' });
    expect(log).toEqual(['go 5 for Infinity', `watching 0 of ${again}`]);
  });

  test('goes on behind what is repeated', async () => {
    const { shadow, log } = shadowWith({ a: FINE, 'a,b': refusing('is there', true) });
    const run = await replayOn(shadow, migrationsOf('a', 'a--> statement-breakpointb', 'c', 'd'));
    expect(run).toMatchObject({ failed: null, repeated: [{ migration: '0001', refusal: 'is there' }] });
    expect(log).toEqual(['go 4 for Infinity', 'apply b', 'go 2 for Infinity']);
  });
});

describe('on its way', () => {
  const positions: number[] = [];
  const onApplied = async (position: number) => void positions.push(position);

  test('each migration is run alone where something is done after each', async () => {
    positions.length = 0;
    const { shadow, log } = shadowWith({});
    await replayOn(shadow, migrationsOf('a', 'b', 'c'), { onApplied, from: 1 });
    expect([positions, log]).toEqual([
      [1, 2],
      ['apply b', 'apply c'],
    ]);
  });

  test('something is done only where nothing behind it has been run', async () => {
    positions.length = 0;
    const { shadow, log } = shadowWith({}, 2);
    await replayOn(shadow, migrationsOf('a', 'b', 'c', 'd', 'e'), { onApplied, every: 100 });
    expect([positions, log]).toEqual([
      [1, 3, 4],
      ['go 5 for 100', 'go 3 for 100', 'go 1 for 100'],
    ]);
  });

  test('nothing is done once the shadow has ended', async () => {
    positions.length = 0;
    const { shadow } = shadowWith({});
    await replayOn(shadow, migrationsOf('a', 'b', 'never ends'), { onApplied, every: 100 });
    expect(positions).toEqual([]);
  });
});

import { setTimeout as sleep } from 'node:timers/promises';
import { StepFailure, type Left, type Step } from '../connection';
import { answers, type MysqlClient } from './client';
import { lockName } from './lock';

/** What is done in one transaction, in this order. */
export interface InTransaction {
  statements?: readonly string[];
  /** The place of the first of them in its migration. */
  from?: number;
  record(): Promise<unknown>;
  /** Whether another connection sees what was recorded; asked where the answer to COMMIT was lost. */
  isRecorded(other: MysqlClient): Promise<boolean>;
}

/**
 * Does all of it or nothing; it may hold nothing that commits by itself.
 * @throws StepFailure; not where a lost answer to COMMIT turns out to have been yes
 */
export async function inTransaction(
  client: MysqlClient,
  { statements = [], from = 0, record, isRecorded }: InTransaction,
): Promise<void> {
  let step: Step = 'begin';
  try {
    await client.execute('start transaction');
    for (const [at, statement] of statements.entries()) {
      step = { statement: from + at };
      await client.execute(statement);
    }
    step = 'record';
    await record();
    step = 'commit';
    await client.execute('commit');
  } catch (thrown) {
    await client.execute('rollback').catch(() => undefined);
    const isConnected = await answers(client);
    let left: Left = 'nothing';
    if (step === 'commit' && !isConnected) {
      const fate = await askedAgain(client, isRecorded);
      if (fate === true) return;
      if (fate === null) left = 'unknown';
    }
    throw new StepFailure(step, left, isConnected, thrown);
  }
}

/** A server takes some time to notice that nobody is there any more. */
const ASKED = { times: 40, every: 250 };

/**
 * What another connection sees, when the server has ended the one that is lost: until then that holds the lock.
 * @returns null where it cannot be asked
 */
export async function askedAgain(
  client: MysqlClient,
  isRecorded: (other: MysqlClient) => Promise<boolean>,
): Promise<boolean | null> {
  const other = await client.another().catch(() => null);
  if (!other) return null;
  try {
    for (let time = 0; time < ASKED.times; time++) {
      if (await isRecorded(other)) return true;
      const [row] = await other.query('select is_used_lock(?) as id', [lockName(client.database)]);
      if (Number(row?.['id'] ?? 0) !== client.id) return await isRecorded(other);
      await sleep(ASKED.every);
    }
    return null;
  } catch {
    return null;
  } finally {
    await other.close();
  }
}

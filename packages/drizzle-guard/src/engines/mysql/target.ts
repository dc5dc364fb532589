import { wordsOf } from '../../errors/words-of';
import { GuardError } from '../../errors/guard-error';
import { StepFailure, type Connection, type Limits, type Target } from '../connection';
import { mysqlLedger, unreadable } from '../ledger/mysql-ledger';
import { apply } from './apply';
import { answers, connect, type MysqlClient } from './client';
import { placeOf } from './credentials';
import { limit, takeLock } from './lock';
import { dropEmptyRuns, forget, unfinishedIn } from './runs';
import { inTransaction } from './transaction';

/**
 * A server of MySQL or MariaDB, through `mysql2`, whatever driver the application uses.
 * @param credentials dbCredentials of the drizzle config
 */
export function mysqlTarget(credentials: Readonly<Record<string, unknown>>): Target {
  const place = placeOf(credentials);
  const { description, isLocal } = place;
  return {
    ...{ description, isLocal, insideWorkTree: false },
    whereabouts: { kind: 'mysql', place },
    exists: () => true,
    open: async (limits) => connectionOf(await connect(place), description, limits),
  };
}

function connectionOf(client: MysqlClient, description: string, limits: Limits): Connection {
  const ledger = mysqlLedger(client);
  let isLocked = false;
  const atOnce = (record: () => Promise<unknown>) =>
    inTransaction(client, { record, isRecorded: async () => false });
  return {
    async query(sql, values) {
      try {
        return await client.query(sql, values);
      } catch (thrown) {
        throw (await answers(client)) ? thrown : lost(description, thrown);
      }
    },
    async lock(onWait = () => undefined) {
      if (isLocked) return;
      try {
        await takeLock(client, description, limits, onWait);
        isLocked = true;
        await limit(client, limits);
      } catch (thrown) {
        throw thrown instanceof GuardError ? thrown : notLocked(description, thrown);
      }
    },
    async readLedger(place) {
      const rows = await ledger.read(place);
      try {
        return { rows, unfinished: await unfinishedIn(client, place) };
      } catch (thrown) {
        throw unreadable(
          place,
          `has unfinished work beside it that cannot be read: ${wordsOf(thrown)}`,
          thrown,
        );
      }
    },
    createLedger: (place, shape) => ledger.create(place, shape),
    async apply(work, place, given) {
      let corrections = given;
      try {
        if (work.row.name !== null && !(await ledger.hasNames(place))) {
          // drizzle-orm 1.0 would run again what has no name: with its columns the names are there at once.
          await ledger.addNames(place);
          await atOnce(() => ledger.correct(place, given));
          corrections = [];
        }
      } catch (thrown) {
        throw thrown instanceof GuardError
          ? thrown
          : new StepFailure('ledger', 'nothing', await answers(client), thrown);
      }
      await apply(client, { ...work, hash: work.row.hash }, place, {
        limits,
        async record() {
          await ledger.correct(place, corrections);
          await ledger.insert(place, work.row);
        },
        isRecorded: (other) => mysqlLedger(other).holds(place, work.row),
      });
    },
    undo: (work, place) =>
      apply(client, work, place, {
        limits,
        record: () => ledger.remove(place, work.row),
        isRecorded: async (other) => !(await mysqlLedger(other).has(place, work.row)),
      }),
    correct: (place, corrections) => atOnce(() => ledger.correct(place, corrections)),
    async record(place, rows) {
      const isNamed = rows.some(({ name }) => name !== null);
      await ledger.create(place, isNamed ? 'names' : 'hashes');
      if (isNamed && !(await ledger.hasNames(place))) await ledger.addNames(place);
      await atOnce(async () => {
        for (const row of rows) await ledger.insert(place, row);
      });
    },
    async settle(place, run, row) {
      try {
        await atOnce(async () => {
          await forget(client, place, run);
          if (typeof row === 'number') await ledger.remove(place, row);
          else if (row) await ledger.insert(place, row);
        });
      } catch (thrown) {
        throw notSettled(run, thrown);
      }
    },
    async close() {
      if (isLocked) await dropEmptyRuns(client).catch(() => undefined);
      await client.close();
    },
  };
}

function lost(description: string, thrown: unknown): GuardError {
  return new GuardError(
    'cannot-connect',
    `the connection to ${description} was lost: ${wordsOf(thrown)}`,
    'when the database can be reached, run the command again',
    { cause: thrown },
  );
}

function notLocked(description: string, thrown: unknown): GuardError {
  return new GuardError(
    'cannot-connect',
    `the lock of ${description} could not be taken: ${wordsOf(thrown)}`,
    'see whether the server still runs, then run the command again; nothing was done',
    { cause: thrown },
  );
}

function notSettled(migration: string, thrown: unknown): GuardError {
  return new GuardError(
    'failed-ledger',
    `what became of ${migration} could not be recorded: ${wordsOf(thrown)}`,
    'see with `drizzle-guard status` whether it is unfinished still, then run the command again',
    { cause: thrown },
  );
}

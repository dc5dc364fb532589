import { GuardError } from '../../errors/guard-error';
import type { LedgerPlace } from '../../ledger/ledger';
import {
  bridges,
  forbidsTransaction,
  onlyCreates,
  switchesForeignKeysOff,
} from '../../sql/sqlite-statements';
import type { Connection, Run } from '../connection';
import { sqliteLedger } from '../ledger/sqlite-ledger';
import type { SqliteClient } from './client';
import { brokenKeys, violationsIn, type Violations } from './foreign-keys';
import { stepByStep } from './step-by-step';
import { inTransaction } from './transaction';
import { endRun, readRuns } from './unfinished';

export interface SqliteOptions {
  /** As `SqliteDriver.suspendsForeignKeys`. */
  suspendsForeignKeys: boolean;
  lock: Connection['lock'];
}

/** What is done in the ledger around the statements of a migration. */
interface Around {
  /** Before the first of them. */
  before(): Promise<void>;
  record(): Promise<void>;
  /** Whether what `record` does is there. */
  isRecorded(): Promise<boolean>;
}

/** The port over any client of SQLite. */
export function sqliteConnection(client: SqliteClient, options: SqliteOptions): Connection {
  const ledger = sqliteLedger(client);
  /** How many rows the ledger had when it was read last, with those recorded since. */
  let known: number | null = null;
  /** Another program takes no lock of ours, and a server has none: what it has recorded meanwhile is seen here. */
  const refuseIfChanged = async (place: LedgerPlace) => {
    if (known === null || (await ledger.count(place)) === known) return;
    throw new GuardError(
      'lock-held',
      'another process has changed the ledger meanwhile, so nothing more was run',
      'run the command again: it does what is left',
    );
  };
  const runAtOnce = async (work: Run, place: LedgerPlace, around: Around) => {
    const isSuspended = options.suspendsForeignKeys || work.statements.some(switchesForeignKeysOff);
    const isHarmless = work.statements.every(onlyCreates);
    const needless = bridges(work.statements);
    let before: Violations = [];
    await withForeignKeys(client, isSuspended, () =>
      inTransaction(client, {
        async ledger() {
          await refuseIfChanged(place);
          if (isSuspended && !isHarmless) before = await violationsIn(client);
          await around.before();
        },
        statements: work.statements.map((statement, at) => (needless.has(at) ? '' : statement)),
        record: () => around.record(),
        async verify() {
          if (!isSuspended || isHarmless) return;
          const broken = await brokenKeys(client, before, await violationsIn(client));
          if (broken !== null) throw new Error(broken);
        },
        isRecorded: () => around.isRecorded(),
      }),
    );
  };
  const run = async (work: Run, place: LedgerPlace, around: Around) => {
    if ((work.from ?? 0) === 0 && !work.statements.some(forbidsTransaction))
      return runAtOnce(work, place, around);
    await stepByStep(client, work, place, {
      begin: () => refuseIfChanged(place),
      async record() {
        await around.before();
        await around.record();
      },
    });
  };
  return {
    query: (sql, values) => client.query(sql, values),
    lock: options.lock,
    async readLedger(place) {
      const rows = await ledger.read(place);
      known = rows.length;
      return { rows, unfinished: await readRuns(client, place) };
    },
    createLedger: (place, shape) => ledger.create(place, shape),
    async apply(work, place, corrections) {
      await run({ ...work, hash: work.row.hash }, place, {
        async before() {
          if (work.row.name !== null) await ledger.addNames(place);
          await ledger.correct(place, corrections);
        },
        record: () => ledger.insert(place, work.row),
        isRecorded: () => ledger.holds(place, work.row),
      });
      if (known !== null) known += 1;
    },
    async undo(work, place) {
      await run(work, place, {
        before: async () => undefined,
        record: () => ledger.remove(place, work.row),
        isRecorded: async () => !(await ledger.has(place, work.row)),
      });
      if (known !== null) known -= 1;
    },
    correct: (place, corrections) =>
      inTransaction(client, { ledger: () => ledger.correct(place, corrections) }),
    async record(place, rows) {
      await inTransaction(client, {
        async ledger() {
          const isNamed = rows.some(({ name }) => name !== null);
          await ledger.create(place, isNamed ? 'names' : 'hashes');
          if (isNamed) await ledger.addNames(place);
          for (const row of rows) await ledger.insert(place, row);
        },
      });
      if (known !== null) known += rows.length;
    },
    async settle(place, run, row) {
      await inTransaction(client, {
        async ledger() {
          await endRun(client, place, run);
          if (typeof row === 'number') await ledger.remove(place, row);
          else if (row) await ledger.insert(place, row);
        },
      });
      if (known !== null && row !== null) known += typeof row === 'number' ? -1 : 1;
    },
    close: () => client.close(),
  };
}

/** Inside of a transaction the pragma does nothing, so it stands around it; afterwards it is as it was. */
async function withForeignKeys(
  client: SqliteClient,
  isSuspended: boolean,
  work: () => Promise<void>,
): Promise<void> {
  if (!isSuspended) return work();
  const [row] = await client.query('PRAGMA foreign_keys');
  const wasOn = Number(row?.['foreign_keys']) === 1;
  await client.execute('PRAGMA foreign_keys = OFF');
  try {
    await work();
  } finally {
    if (wasOn) await client.execute('PRAGMA foreign_keys = ON').catch(() => undefined);
  }
}

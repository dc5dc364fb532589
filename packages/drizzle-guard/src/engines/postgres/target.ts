import { GuardError } from '../../errors/guard-error';
import { StepFailure, type Connection, type Limits, type Run, type Target } from '../connection';
import { postgresConnection } from '../ledger/postgres-ledger';
import { patient } from './blocked';
import { connect, hasHungUp, lostConnection, type ServerClient } from './client';
import { placeOf } from './credentials';
import { MAY_UNLOCK, takeLock, type Lock } from './lock';

/**
 * A Postgres server, through `pg`, whatever driver the application uses.
 * @param credentials dbCredentials of the drizzle config
 * @param variables for what they leave out (PGHOST, PGPASSWORD and so on)
 */
export function postgresTarget(
  credentials: Readonly<Record<string, unknown>>,
  variables: NodeJS.ProcessEnv,
): Target {
  const place = placeOf(credentials, variables);
  const { description, isLocal } = place;
  return {
    ...{ description, isLocal, insideWorkTree: false },
    whereabouts: { kind: 'postgres', place },
    exists: () => true,
    open: async (limits) => openedWith(await connect(place), description, limits),
  };
}

function openedWith(client: ServerClient, description: string, limits: Limits): Connection {
  let lock: Lock | null = null;
  const keepFor = (statements: readonly string[]) =>
    statements.some((sql) => MAY_UNLOCK.test(sql)) ? lock?.keep : undefined;
  const connection = postgresConnection(client, beginWith(limits), keepFor);
  const refuseUnlocked = () => {
    if (lock?.isHeld() === false) throw lostLock(description);
  };
  const patiently = ({ onBlocked }: Pick<Run, 'onBlocked'>, work: () => Promise<void>) =>
    patient(
      client,
      lock?.process ?? null,
      limits,
      async () => {
        refuseUnlocked();
        await work();
      },
      onBlocked,
    );
  /** What asks or writes in vain because nobody is there any more says that. */
  const connected =
    <A extends unknown[], T>(work: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      try {
        return await work(...args);
      } catch (thrown) {
        if (isWorded(thrown) || !(await hasHungUp(client))) throw thrown;
        throw lostConnection(description, thrown);
      }
    };
  return {
    query: connected(connection.query),
    readLedger: connected(connection.readLedger),
    createLedger: connected(connection.createLedger),
    correct: connected(connection.correct),
    record: connected(connection.record),
    settle: connected(connection.settle),
    lock: connected(async (onWait = () => undefined) => {
      lock ??= await takeLock(client, description, limits.lockWait, onWait);
    }),
    apply: (work, place, corrections) =>
      patiently(work, () => {
        // Behind a pooler nobody knows on whose connection what was sent ahead would be taken back.
        const isDirect = lock !== null && lock.process !== null;
        return connection.apply(isDirect ? work : { ...work, followedBy: undefined }, place, corrections);
      }),
    undo: (work, place) => patiently(work, () => connection.undo(work, place)),
    async close() {
      await lock?.release();
      await client.close();
    },
  };
}

/** For each transaction by itself: behind a pooler a setting of the session would be the next one's. */
function beginWith({ lockTimeout, statementTimeout }: Limits): string {
  const settings = [
    ...(lockTimeout === null ? [] : [`set local lock_timeout = ${lockTimeout}`]),
    ...(statementTimeout === null ? [] : [`set local statement_timeout = ${statementTimeout}`]),
  ];
  return ['begin', ...settings].join('; ');
}

/** A ledger that cannot be read is not to blame where nothing can be. */
function isWorded(thrown: unknown): boolean {
  return (
    thrown instanceof StepFailure || (thrown instanceof GuardError && thrown.code !== 'unreadable-ledger')
  );
}

function lostLock(description: string): GuardError {
  return new GuardError(
    'lock-held',
    `the connection that holds the lock of ${description} was lost, so another process may be at work on it; nothing more was run`,
    'run the command again',
  );
}

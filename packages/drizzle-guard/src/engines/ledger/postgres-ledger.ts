import { GuardError } from '../../errors/guard-error';
import { wordsOf } from '../../errors/words-of';
import type { Correction, LedgerEntry, LedgerPlace, LedgerRow, LedgerShape } from '../../ledger/ledger';
import type { Connection } from '../connection';
import { applyPieces, type Around } from '../postgres/apply-pieces';
import { forget, runsBeside, unfinishedIn } from '../postgres/runs';
import { inTransaction, type PostgresClient } from '../postgres/transaction';
import { nameOf, quote } from './postgres-names';

export type { PostgresClient } from '../postgres/transaction';

/**
 * drizzle's ledger (drizzle-orm 0.45, pg-core/dialect `migrate`; 1.0.0-rc.5, up-migrations/pg) over any Postgres client.
 * @param begin how a transaction begins
 * @param keepFor what keeps the lock where these statements may give it up
 */
export function postgresConnection(
  client: PostgresClient,
  begin = 'begin',
  keepFor: (statements: readonly string[]) => Around['keep'] = () => undefined,
): Connection {
  let hasNames = false;
  return {
    query: (sql, values) => client.query(sql, values && [...values]),
    // What opens data that one process alone may open has locked it.
    lock: async () => undefined,
    async readLedger(place) {
      const readable = <T>(what: string, read: Promise<T>) =>
        read.catch((thrown) => {
          if (thrown instanceof GuardError) throw thrown;
          throw unreadable(place, `${what}: ${wordsOf(thrown)}`, thrown);
        });
      const there = await readable('cannot be read', tablesThere(client, place));
      const [rows, unfinished] = await Promise.all([
        there.ledger ? readable('cannot be read', rowsOf(client, place)) : [],
        there.runs
          ? readable('has unfinished work beside it that cannot be read', unfinishedIn(client, place))
          : [],
      ]);
      return { rows, unfinished };
    },
    createLedger: (place, shape) => createLedger(client, place, shape),
    async apply(work, place, corrections) {
      const isNamed = work.row.name !== null;
      const { followedBy } = work;
      const isKept = followedBy && keepFor(followedBy) !== undefined;
      const run = { ...work, hash: work.row.hash, followedBy: isKept ? undefined : followedBy };
      await applyPieces(client, run, place, {
        ...{ begin, keep: keepFor(work.statements) },
        async ledger() {
          if (isNamed && !hasNames && !(await columnsOf(client, place)).includes('name'))
            await addNames(client, place);
          await correctRows(client, place, corrections);
        },
        record: () => client.query(...insertOf(work.row, place)),
      });
      hasNames ||= isNamed;
    },
    undo: (work, place) =>
      applyPieces(client, work, place, {
        ...{ begin, keep: keepFor(work.statements) },
        ledger: async () => undefined,
        record: () => client.query(...removalOf(work.row, place)),
      }),
    async correct(place, corrections) {
      await inTransaction(client, {
        begin,
        async ledger() {
          const columns = await columnsOf(client, place);
          const possible = corrections.filter(({ to }) => !('name' in to) || columns.includes('name'));
          await correctRows(client, place, possible);
        },
      });
    },
    async record(place, rows) {
      const isNamed = rows.some(({ name }) => name !== null);
      await createLedger(client, place, isNamed ? 'names' : 'hashes');
      await inTransaction(client, {
        begin,
        async ledger() {
          if (isNamed && !(await columnsOf(client, place)).includes('name')) await addNames(client, place);
          for (const row of rows) await client.query(...insertOf(row, place));
        },
      });
    },
    async settle(place, run, row) {
      await inTransaction(client, {
        begin,
        async ledger() {
          await forget(client, place, run);
          if (row !== null)
            await client.query(...(typeof row === 'number' ? removalOf(row, place) : insertOf(row, place)));
        },
      });
    },
    close: () => client.close(),
  };
}

/** Each where it is not there: a role may write to them that may not create them. */
async function createLedger(client: PostgresClient, place: LedgerPlace, shape: LedgerShape): Promise<void> {
  const [there] = await client.query(
    'select to_regnamespace($1) is not null as schema, to_regclass($2) is not null as table',
    [quote(place.schema), nameOf(place)],
  );
  const more = shape === 'names' ? `, name text, applied_at ${APPLIED_AT}` : '';
  if (!there?.['schema'])
    await granted(client, `create schema if not exists ${quote(place.schema)}`, 'database');
  if (!there?.['table'])
    await granted(
      client,
      `create table if not exists ${nameOf(place)} (id serial primary key, hash text not null, created_at bigint${more})`,
      `schema ${quote(place.schema)}`,
    );
}

/** insufficient_privilege. */
const FORBIDDEN = '42501';

/** @param on what the role needs CREATE on */
async function granted(client: PostgresClient, sql: string, on: string): Promise<void> {
  try {
    await client.execute(sql);
  } catch (thrown) {
    if ((thrown as { code?: unknown }).code !== FORBIDDEN) throw thrown;
    const [who] = await client.query(
      'select current_user::text as role, current_database()::text as database',
    );
    const place = on === 'database' ? `database ${quote(String(who!['database']))}` : on;
    throw new GuardError(
      'failed-ledger',
      `the ledger could not be written: ${wordsOf(thrown)}`,
      `let an owner run \`GRANT CREATE ON ${place.toUpperCase().startsWith('DATABASE') ? 'DATABASE' : 'SCHEMA'} ${place.slice(place.indexOf(' ') + 1)} TO ${quote(String(who!['role']))};\`, then run \`drizzle-guard migrate\` again`,
      { cause: thrown },
    );
  }
}

/** Of a connection that is new this is a fraction of what a question to the catalog costs. */
async function tablesThere(
  client: PostgresClient,
  place: LedgerPlace,
): Promise<{ ledger: boolean; runs: boolean }> {
  const [row] = await client.query(
    'select to_regclass($1) is not null as ledger, to_regclass($2) is not null as runs',
    [nameOf(place), runsBeside(place)],
  );
  return { ledger: row?.['ledger'] === true, runs: row?.['runs'] === true };
}

async function rowsOf(client: PostgresClient, place: LedgerPlace): Promise<LedgerRow[]> {
  const rows = await client.query(`select * from ${nameOf(place)}`);
  const columns = rows[0] ? Object.keys(rows[0]) : await columnsOf(client, place);
  const lacking = ['id', 'hash', 'created_at'].filter((column) => !columns.includes(column));
  if (lacking.length > 0)
    throw unreadable(place, `is no ledger of drizzle's: it has no column ${lacking.join(', ')}`);
  // drizzle-orm 0.x has no `name` and `applied_at`.
  const read = rows.map((row) => {
    const { id, hash, created_at: time, name, applied_at: appliedAt } = row;
    const createdAt = time === null ? null : Number(time);
    if (!Number.isInteger(Number(id)) || typeof hash !== 'string' || Number.isNaN(createdAt))
      throw unreadable(place, `is no ledger of drizzle's: it holds a row that is not one (id ${String(id)})`);
    return {
      id: Number(id),
      hash,
      createdAt,
      name: typeof name === 'string' ? name : null,
      appliedAt: appliedAt instanceof Date ? appliedAt.toISOString() : null,
    };
  });
  return read.sort((one, other) => one.id - other.id);
}

/** None where there is no such table. */
async function columnsOf(client: PostgresClient, place: LedgerPlace): Promise<string[]> {
  const columns = await client.query(
    `select attname::text as name from pg_attribute
     where attrelid = to_regclass($1) and attnum > 0 and not attisdropped order by attnum`,
    [nameOf(place)],
  );
  return columns.map(({ name }) => String(name));
}

const APPLIED_AT = 'timestamp with time zone default now()';

/** What drizzle-orm 1.0 does to a table of 0.x: when its rows were applied is not known, and stays so. */
async function addNames(client: PostgresClient, place: LedgerPlace): Promise<void> {
  const table = nameOf(place);
  await client.execute(`alter table ${table} add column name text`);
  await client.execute(`alter table ${table} add column if not exists applied_at ${APPLIED_AT}`);
  await client.execute(`update ${table} set applied_at = null`);
}

async function correctRows(
  client: PostgresClient,
  place: LedgerPlace,
  corrections: readonly Correction[],
): Promise<void> {
  for (const { id, to } of corrections) {
    const [column, value] = 'name' in to ? ['name', to.name] : ['created_at', to.createdAt];
    await client.query(`update ${nameOf(place)} set ${column} = $1 where id = $2`, [value, id]);
  }
}

function insertOf({ hash, createdAt, name }: LedgerEntry, place: LedgerPlace): [string, unknown[]] {
  if (name === null)
    return [`insert into ${nameOf(place)} (hash, created_at) values ($1, $2)`, [hash, createdAt]];
  return [
    `insert into ${nameOf(place)} (hash, created_at, name) values ($1, $2, $3)`,
    [hash, createdAt, name],
  ];
}

function removalOf(id: number, place: LedgerPlace): [string, unknown[]] {
  return [`delete from ${nameOf(place)} where id = $1`, [id]];
}

function unreadable({ schema, table }: LedgerPlace, why: string, cause?: unknown): GuardError {
  return new GuardError(
    'unreadable-ledger',
    `the ledger ${schema}.${table} ${why}, so it is not known what has been applied`,
    'see whether `migrations` in the drizzle config names the table that drizzle writes, and whether this user may read it; nothing was done',
    { cause },
  );
}

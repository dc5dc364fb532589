import { meaningsOf } from '../../sql/meanings';
import { piecesOf } from '../../sql/pieces';
import { failureIn, type Session } from './apply-in';
import { modeOf, strongest, type StatementLocks } from './locks';
import type { Measured } from './shadow';

type Row = Record<string, unknown>;

/** What measuring needs of an open Postgres. */
export interface MeasuredSession extends Session {
  query(sql: string): Promise<Row[]>;
}

/** What people know: no index, sequence, or table of Postgres' own. */
const RELATIONS = `
SELECT c.oid::text AS id, concat(n.nspname, '.', c.relname) AS name, c.relfilenode::text AS file, c.relkind::text AS kind
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'm', 'v', 'f') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`;

/** Is gone with the transaction in which it was set. */
const MARK = 'drizzle_guard.measured';

const LOCKS = `
SELECT relation::text AS id, mode, current_setting('${MARK}', true) AS mark FROM pg_locks
WHERE pid = pg_backend_pid() AND (locktype = 'relation' OR relation IS NULL)`;

/**
 * Runs the statements of a migration one after another, each in a transaction of its own, since a transaction keeps its
 * locks to its end and would tell those of the statements before.
 */
export async function measureIn(session: MeasuredSession, statements: readonly string[]): Promise<Measured> {
  // Of a statement nothing may be sent.
  const locks: StatementLocks[] = statements.map((_, statement) => ({ statement, ...NOTHING }));
  let before = await relationsIn(session);
  for (const { statement, sql } of piecesOf(statements)) {
    let ran: Ran;
    try {
      ran = await runAlone(session, sql);
    } catch (thrown) {
      return { locks: locks.slice(0, statement), failure: failureIn(session, thrown, statement, statement) };
    }
    const after = await relationsIn(session);
    const one = { statement, ...lockedBy(ran, before), rewrites: rewrittenBy(sql, before, after) };
    locks[statement] = together(locks[statement]!, one);
    before = after;
  }
  return { locks, failure: null };
}

const NOTHING = { tables: [], rewrites: [], transaction: true };

/** A statement may be sent in pieces. */
function together(known: StatementLocks, one: StatementLocks): StatementLocks {
  const { tables, rewrites, transaction } = known;
  return {
    statement: one.statement,
    tables: tables && one.tables && strongest([...tables, ...one.tables]),
    rewrites: [...new Set([...rewrites, ...one.rewrites])],
    transaction: transaction && one.transaction,
  };
}

interface Relation {
  name: string;
  file: string;
}

async function relationsIn({ query }: MeasuredSession): Promise<Map<string, Relation>> {
  const rows = await query(RELATIONS);
  return new Map(rows.map(({ id, name, file }) => [String(id), { name: String(name), file: String(file) }]));
}

/** What it held when it was done; null where it was in no transaction then. */
interface Ran {
  held: Row[] | null;
  transaction: boolean;
}

async function runAlone(session: MeasuredSession, sql: string): Promise<Ran> {
  try {
    await session.run(`BEGIN; SET LOCAL ${MARK} = 'yes'`);
    await session.run(sql);
    const held = await session.query(LOCKS);
    await session.commit();
    const hasEnded = held[0]?.['mark'] !== 'yes';
    return { held: hasEnded ? null : held, transaction: true };
  } catch (thrown) {
    await session.rollback();
    if (!session.needsNoTransaction(thrown)) throw thrown;
    await session.run(sql);
    return { held: null, transaction: false };
  }
}

function lockedBy(
  { held, transaction }: Ran,
  before: ReadonlyMap<string, Relation>,
): Pick<StatementLocks, 'tables' | 'transaction'> {
  if (held === null) return { tables: null, transaction };
  const locked = held.flatMap(({ id, mode }) => {
    const relation = before.get(String(id));
    return relation ? [{ table: relation.name, mode: modeOf(String(mode)) }] : [];
  });
  return { tables: strongest(locked), transaction };
}

/** TRUNCATE gives a table a new file too, and writes nothing. */
function rewrittenBy(
  sql: string,
  before: ReadonlyMap<string, Relation>,
  after: ReadonlyMap<string, Relation>,
): string[] {
  if (meaningsOf(sql).every(([first]) => first === 'truncate')) return [];
  return [...before]
    .filter(([id, { file }]) => after.has(id) && after.get(id)!.file !== file)
    .map(([, { name }]) => name)
    .sort();
}

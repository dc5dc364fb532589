import { randomBytes, randomInt } from 'node:crypto';
import { statSync } from 'node:fs';
import type { Connection, Target } from './connection';

/** A database that is open. */
export interface Opened {
  target: Pick<Target, 'whereabouts' | 'description'>;
  connection: Pick<Connection, 'query'>;
}

/**
 * Whether two connections lead to one database, under whatever names: of a file by what it is on its disk, of a server
 * by a lock of the one that the other sees. A copy (a restored snapshot, a replica) is another one. Writes nothing.
 */
export async function isSameDatabase(one: Opened, other: Opened): Promise<boolean> {
  if (one.target.description === other.target.description) return true;
  const [here, there] = [one.target.whereabouts, other.target.whereabouts];
  if (here.kind !== there.kind) return false;
  if (here.kind === 'postgres') return seesLockOfPostgres(one.connection, other.connection);
  if (here.kind === 'mysql') return seesLockOfMysql(one.connection, other.connection);
  return here.kind === 'sqlite' && there.kind === 'sqlite' && isSameFile(here.file, there.file);
}

/** The lock ends with the transaction; behind a pooler too it is that of one session as long. */
async function seesLockOfPostgres(one: Opened['connection'], other: Opened['connection']): Promise<boolean> {
  const [first, second] = [randomInt(2 ** 31), randomInt(2 ** 31)];
  await one.query('BEGIN');
  try {
    await one.query(`SELECT pg_advisory_xact_lock(${first}, ${second})`);
    const rows = await other.query(
      `SELECT 1 AS held FROM pg_locks WHERE locktype = 'advisory' AND classid = ${first} AND objid = ${second}
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    return rows.length > 0;
  } finally {
    await one.query('ROLLBACK').catch(() => undefined);
  }
}

async function seesLockOfMysql(one: Opened['connection'], other: Opened['connection']): Promise<boolean> {
  const name = `drizzle_guard_same_${randomBytes(8).toString('hex')}`;
  const [mine] = await one.query(`SELECT GET_LOCK('${name}', 0) AS held, DATABASE() AS name`);
  try {
    const [theirs] = await other.query(`SELECT IS_USED_LOCK('${name}') AS held, DATABASE() AS name`);
    return (theirs?.['held'] ?? null) !== null && theirs!['name'] === mine?.['name'];
  } finally {
    await one.query(`SELECT RELEASE_LOCK('${name}')`).catch(() => undefined);
  }
}

function isSameFile(one: string, other: string): boolean {
  const [here, there] = [one, other].map((file) => statSync(file, { bigint: true }));
  return here!.dev === there!.dev && here!.ino === there!.ino;
}

import { GuardError } from '../../errors/guard-error';
import { wordsOf } from '../../errors/words-of';
import { connect, mysqlCode, quoted, type MysqlClient } from '../mysql/client';
import type { Place } from '../mysql/credentials';
import type { Scratch } from './scratch';
import { leftoversIn, PREFIX, scratchName } from './scratch-name';

/**
 * The sign of life is a lock of the scratch database's name (GET_LOCK): the server lets go of it when the connection is
 * gone that took it, however its process has ended.
 * @throws GuardError as `openScratch`
 */
export async function mysqlScratch(place: Place, collation: string | null): Promise<Scratch> {
  const client = await connect(place);
  try {
    const now = await nowOf(client);
    const database = scratchName(now);
    // A server may close what is idle for a minute, and the sign of life with it.
    await client.execute('set session wait_timeout = 28800');
    await takeLock(client, database);
    await create(client, place, database, collation);
    await dropLeftovers(client, now).catch(() => undefined);
    return {
      database,
      async drop() {
        await client.close();
        await dropMysqlScratch(place, database);
      },
    };
  } catch (thrown) {
    await client.close();
    throw thrown;
  }
}

export async function dropMysqlScratch(place: Place, database: string): Promise<void> {
  const client = await connect(place);
  try {
    // What still runs there would be waited for.
    await client.execute('set session lock_wait_timeout = 10');
    const using = await client.query('select id as id from information_schema.processlist where db = ?', [
      database,
    ]);
    for (const { id } of using) await client.execute(`kill ${Number(id)}`).catch(() => undefined);
    await client.execute(`drop database if exists ${quoted(database)}`);
  } finally {
    await client.close();
  }
}

/** Makes it anew, as it was made at first. */
export async function emptyMysqlScratch(
  client: MysqlClient,
  database: string,
  collation: string | null,
): Promise<void> {
  await client.execute(`drop database if exists ${quoted(database)}`);
  await client.execute(creating(database, collation));
}

async function create(
  client: MysqlClient,
  { description, config }: Place,
  database: string,
  collation: string | null,
): Promise<void> {
  try {
    await client.execute(creating(database, collation));
  } catch (thrown) {
    if (!/^ER_(DBACCESS_DENIED|ACCESS_DENIED|SPECIFIC_ACCESS_DENIED)_ERROR$/.test(mysqlCode(thrown)))
      throw new GuardError(
        'shadow-refused',
        `no scratch database can be made on ${description}: ${wordsOf(thrown)}`,
        'name another server under "shadow" in drizzle-guard.json; nothing was run',
        { cause: thrown },
      );
    const [row] = await client.query('select current_user() as user').catch(() => []);
    const user = String(row?.['user'] ?? config.user).replace(/^(.*)@(.*)$/, "'$1'@'$2'");
    throw new GuardError(
      'shadow-refused',
      `${description} does not let ${user} create a database for the shadow: ${wordsOf(thrown)}`,
      `let it: GRANT ALL ON \`${PREFIX.replaceAll('_', '\\_')}%\`.* TO ${user}; nothing was run`,
      { cause: thrown },
    );
  }
}

function creating(database: string, collation: string | null): string {
  return `create database ${quoted(database)}${collation === null ? '' : ` collate ${quoted(collation)}`}`;
}

async function dropLeftovers(client: MysqlClient, now: number): Promise<void> {
  const rows = await client.query('select schema_name as name from information_schema.schemata');
  for (const name of leftoversIn(
    rows.map((row) => String(row['name'])),
    now,
  )) {
    if (!(await takeLock(client, name))) continue;
    await client.execute(`drop database if exists ${quoted(name)}`).catch(() => undefined);
    await client.query('select release_lock(?)', [name]);
  }
}

async function takeLock(client: MysqlClient, name: string): Promise<boolean> {
  const [row] = await client.query('select get_lock(?, 0) as held', [name]);
  return Number(row?.['held']) === 1;
}

async function nowOf(client: MysqlClient): Promise<number> {
  const [row] = await client.query('select unix_timestamp() as now');
  return Number(row?.['now']);
}

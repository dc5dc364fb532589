import { GuardError } from '../../errors/guard-error';
import { wordsOf } from '../../errors/words-of';
import { connect, type ServerClient } from '../postgres/client';
import type { Place } from '../postgres/credentials';
import type { Scratch } from './scratch';
import { leftoversIn, PREFIX, scratchName } from './scratch-name';

/** insufficient_privilege. */
const NO_RIGHT = '42501';

/** Somebody is connected to template1 for a moment (object_in_use); some times, in milliseconds. */
const AGAIN = { code: '55006', times: 20, every: 100 };

/**
 * The sign of life is the shadow's own connection to it: Postgres drops no database to which somebody is connected.
 * @throws GuardError as `openScratch`
 */
export async function postgresScratch(place: Place): Promise<Scratch> {
  const client = await connect(place);
  try {
    const [row] = await client.query('select extract(epoch from now())::text as now');
    const now = Number(row?.['now']);
    const database = scratchName(now);
    await create(client, place, database);
    await dropLeftovers(client, now).catch(() => undefined);
    return { database, drop: () => dropPostgresScratch(place, database) };
  } finally {
    await client.close();
  }
}

export async function dropPostgresScratch(place: Place, database: string): Promise<void> {
  const client = await connect(place);
  try {
    await client.execute(`drop database if exists "${database}" with (force)`);
  } finally {
    await client.close();
  }
}

async function create(client: ServerClient, { description, config }: Place, database: string): Promise<void> {
  for (let time = 1; ; time++)
    try {
      return await client.execute(`create database "${database}"`);
    } catch (thrown) {
      const { code } = thrown as { code?: unknown };
      if (code === AGAIN.code && time < AGAIN.times) {
        await new Promise((resolve) => setTimeout(resolve, AGAIN.every));
        continue;
      }
      const isRight = code === NO_RIGHT;
      throw new GuardError(
        'shadow-refused',
        isRight
          ? `${description} does not let ${config.user} create a database for the shadow: ${wordsOf(thrown)}`
          : `no scratch database can be made on ${description}: ${wordsOf(thrown)}`,
        isRight
          ? `let it: ALTER ROLE "${config.user}" CREATEDB; nothing was run`
          : 'name another server under "shadow" in drizzle-guard.json; nothing was run',
        { cause: thrown },
      );
    }
}

async function dropLeftovers(client: ServerClient, now: number): Promise<void> {
  // Postgres itself waits five seconds before it refuses one that is in use.
  const rows = await client.query(
    `select d.datname::text as name from pg_database d where starts_with(d.datname, '${PREFIX}')
     and not exists (select from pg_stat_activity a where a.datid = d.oid)`,
  );
  for (const name of leftoversIn(
    rows.map((row) => String(row['name'])),
    now,
  ))
    await client.execute(`drop database if exists "${name}"`).catch(() => undefined);
}

import type { ConnectionSettings } from './registry';

/** Who applies the migrations of a database that no connection of ours can lock. */
interface Elsewhere {
  /** Where it is, as the end of "driver x …". */
  place: string;
  help: string;
}

const IN_THE_APP = 'has its database inside of the app';

/** drizzle-kit's drivers (0.31 and 1.0) besides pglite. */
const ELSEWHERE: Readonly<Record<string, Elsewhere>> = {
  'd1-http': {
    place: 'speaks HTTP to Cloudflare D1, which keeps no transaction open between two statements',
    help: 'apply them with `wrangler d1 migrations apply <database>` (its migrations_dir is the folder here), or with `drizzle-kit migrate`',
  },
  expo: {
    place: IN_THE_APP,
    help: "the app applies them at its start: useMigrations() of drizzle-orm/expo-sqlite/migrator, with the folder's migrations.js",
  },
  'op-sqlite': {
    place: IN_THE_APP,
    help: "the app applies them at its start: useMigrations() of drizzle-orm/op-sqlite/migrator, with the folder's migrations.js",
  },
  'durable-sqlite': {
    place: 'has its database inside of a Durable Object',
    help: "the object applies them at its start: migrate() of drizzle-orm/durable-sqlite/migrator, with the folder's migrations.js",
  },
  'sqlite-cloud': {
    place: 'speaks to SQLite Cloud, for which there is no client here',
    help: 'apply them with `drizzle-kit migrate`, or with migrate() of drizzle-orm/sqlite-cloud/migrator',
  },
  'aws-data-api': {
    place: 'speaks HTTP to the RDS Data API',
    help: 'apply them with `drizzle-kit migrate`; or give a drizzle config without driver and with the address of the cluster itself',
  },
  dsql: {
    place: 'speaks to Aurora DSQL, which has neither locks nor DDL in transactions with rows',
    help: 'apply them with `drizzle-kit migrate`',
  },
};

/** Null where the driver is none of these. */
export function appliedElsewhere({ driver }: Pick<ConnectionSettings, 'driver'>): Elsewhere | null {
  return driver === null ? null : (ELSEWHERE[driver] ?? null);
}

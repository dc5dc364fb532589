import { mysqlScratch, dropMysqlScratch } from './mysql-scratch';
import { dropPostgresScratch, postgresScratch } from './postgres-scratch';
import type { ShadowServer } from './server';
import type { ServerSpec } from './shadow';

/** A database of our own on a server, for as long as the process lives that made it. */
export interface Scratch {
  /** Its name. */
  database: string;
  drop(): Promise<void>;
}

/**
 * Makes an empty database, and drops those that earlier runs have left behind.
 * @param collation of its text, where MySQL has it; by default the server's own
 * @throws GuardError `cannot-connect`, `driver-missing`, `shadow-refused`
 */
export function openScratch(server: ShadowServer, collation: string | null): Promise<Scratch> {
  return server.dialect === 'mysql' ? mysqlScratch(server.place, collation) : postgresScratch(server.place);
}

/** Drops one whatever is connected to it. */
export function dropScratch({ server, database }: ServerSpec): Promise<void> {
  return server.dialect === 'mysql'
    ? dropMysqlScratch(server.place, database)
    : dropPostgresScratch(server.place, database);
}

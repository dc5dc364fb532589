/** `CREATE TABLE \`__new_users\``: SQLite changes little of a table, so that drizzle-kit makes it anew under its name. */
const REBUILT = /\bCREATE\s+TABLE\s+[`"]__new_([^`"]+)[`"]/gi;

/** The tables that a migration of SQLite makes anew, with all that it knew of them. */
export function rebuiltTables(sql: string): Set<string> {
  return new Set([...sql.matchAll(REBUILT)].map(([, name]) => name!));
}

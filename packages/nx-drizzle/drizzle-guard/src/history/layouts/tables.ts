// Which parts a table has in the newest snapshots of drizzle-kit 0.x, which are validated strictly (read in 0.31.11:
// `pgSchema`, `mysqlSchema`, `sqliteSchema`). Older formats are converted by drizzle-kit up before anything reads them.
const PARTS = ['name', 'columns', 'indexes', 'foreignKeys', 'compositePrimaryKeys', 'uniqueConstraints'];
const TABLES: Readonly<Record<string, readonly string[]>> = {
  'postgresql 7': [...PARTS, 'schema', 'policies', 'checkConstraints', 'isRLSEnabled'],
  'mysql 5': [...PARTS, 'checkConstraint'],
  'sqlite 6': [...PARTS, 'checkConstraints'],
};
const REQUIRED = ['name', 'columns', 'indexes', 'foreignKeys', 'compositePrimaryKeys'];

/** What drizzle-kit would refuse of a snapshot's tables, in words behind the file's name; null where it takes them. */
export function faultOfTables(snapshot: unknown, version: string, dialect: string): string | null {
  const known = TABLES[`${dialect} ${version}`];
  if (!known) return null;
  for (const [key, table] of partsOf(snapshot, 'tables')) {
    if (typeof table !== 'object' || table === null) return `has a table ${key} that is none`;
    const strange = Object.keys(table).find((part) => !known.includes(part));
    if (strange !== undefined)
      return `is refused by drizzle-kit: table ${key} has "${strange}", which a ${dialect} snapshot does not know`;
    const missing = REQUIRED.find((part) => !Object.hasOwn(table, part));
    if (missing !== undefined) return `is refused by drizzle-kit: table ${key} has no "${missing}"`;
  }
  return null;
}

/** The tables to which a snapshot of Postgres gives a key of their own and a column that is one too. */
export function tablesWithTwoKeys(snapshot: unknown): string[] {
  return partsOf(snapshot, 'tables')
    .filter(([, table]) => partsOf(table, 'compositePrimaryKeys').length > 0)
    .filter(([, table]) => partsOf(table, 'columns').some(([, column]) => isPrimaryKey(column)))
    .map(([key]) => key);
}

/** What a map in a snapshot holds; nothing where it is none, whatever it is instead. */
function partsOf(whole: unknown, part: string): [key: string, value: unknown][] {
  const map = (whole as Record<string, unknown> | null)?.[part];
  return typeof map === 'object' && map !== null ? Object.entries(map) : [];
}

function isPrimaryKey(column: unknown): boolean {
  return (column as { primaryKey?: unknown } | null)?.primaryKey === true;
}

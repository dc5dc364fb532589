// Whole states in the form of lists, as drizzle-kit 1.0 writes them for SQLite; only what tests look at.

type Row = Record<string, unknown>;

export function stateOf(...ddl: Row[]) {
  return { version: '7', dialect: 'sqlite', ddl };
}

export function table(name: string): Row {
  return { entityType: 'tables', name };
}

export function column(of: string, name: string, more: Row = {}): Row {
  return { entityType: 'columns', table: of, name, type: 'integer', notNull: false, ...more };
}

export function index(of: string, name: string, ...columns: string[]): Row {
  const parts = columns.map((value) => ({ value, isExpression: false }));
  return { entityType: 'indexes', table: of, name, columns: parts, isUnique: false };
}

export function foreignKey(of: string, name: string, to: string, more: Row = {}): Row {
  return {
    ...{ entityType: 'fks', table: of, name, columns: ['ref'], tableTo: to, columnsTo: ['id'] },
    ...more,
  };
}

export function check(of: string, name: string): Row {
  return { entityType: 'checks', table: of, name, value: 'true' };
}

const START = Date.UTC(2026, 0, 1);
const ORIGIN = '00000000-0000-0000-0000-000000000000';

/**
 * A migration that makes a table, or adds a column to one.
 * @typedef {object} Step
 * @property {number} at its place in its branch, or in the history before
 * @property {string} table
 * @property {string | null} column null where it makes the table
 * @property {string} id of its snapshot
 */

/**
 * The files of a database as drizzle-kit 0.31 writes them: branches one after another. Those of the history are left out
 * where they are there already.
 * @param {readonly Step[]} history
 * @param {readonly (readonly Step[])[]} branches
 * @param {boolean} [isThere]
 * @returns {Record<string, string>} path → text
 */
export function filesInJournal(history, branches, isThere = false) {
  const files = {};
  const entries = [];
  const tables = new Map();
  let prevId = ORIGIN;
  for (const [idx, step] of [...history, ...branches.flat()].entries()) {
    add(tables, step);
    const number = String(idx).padStart(4, '0');
    const tag = `${number}_${nameOf(step)}`;
    entries.push({ idx, version: '7', when: START + idx * 60_000, tag, breakpoints: true });
    if (!isThere || idx >= history.length) {
      const snapshot = { ...snapshotInJournal(tables), id: step.id, prevId };
      files[`drizzle/${tag}.sql`] = sqlOf(step);
      files[`drizzle/meta/${number}_snapshot.json`] = JSON.stringify(snapshot, null, 2);
    }
    prevId = step.id;
  }
  files['drizzle/meta/_journal.json'] = JSON.stringify(
    { version: '7', dialect: 'postgresql', entries },
    null,
    2,
  );
  return { ...files, 'schema.ts': schemaText(tables) };
}

/**
 * The same as drizzle-kit 1.0 writes them: branches beside each other.
 * @param {readonly Step[]} history
 * @param {readonly (readonly Step[])[]} branches
 * @param {boolean} [isThere]
 * @returns {Record<string, string>} path → text
 */
export function filesInFolders(history, branches, isThere = false) {
  const files = {};
  const tables = new Map();
  const write = (steps, offset, parent) => {
    let previous = parent;
    for (const step of steps) {
      add(tables, step);
      const before = previous;
      previous = step.id;
      if (isThere && steps === history) continue;
      const tag = `${timeOf(offset + step.at)}_${nameOf(step)}`;
      files[`drizzle/${tag}/migration.sql`] = sqlOf(step);
      files[`drizzle/${tag}/snapshot.json`] = JSON.stringify(snapshotInFolders(step, before), null, 2);
    }
    return previous;
  };
  const fork = write(history, 0, ORIGIN);
  for (const branch of branches) write(branch, history.length, fork);
  return { ...files, 'schema.ts': schemaText(tables) };
}

/** @param {Map<string, string[]>} tables their columns beside `id` and `name` */
function add(tables, { table, column }) {
  tables.set(table, column === null ? [] : [...tables.get(table), column]);
}

function nameOf({ table, column }) {
  return column === null ? table : `${table}_${column}`;
}

function sqlOf({ table, column }) {
  return column === null
    ? `CREATE TABLE "${table}" (\n\t"id" bigint PRIMARY KEY NOT NULL,\n\t"name" text NOT NULL\n);\n`
    : `ALTER TABLE "${table}" ADD COLUMN "${column}" text;`;
}

/** @param {number} minutes */
function timeOf(minutes) {
  return new Date(START + minutes * 60_000).toISOString().replaceAll(/\D/g, '').slice(0, 14);
}

function schemaText(tables) {
  const column = (name) => `, ${name}: text('${name}')`;
  const lines = [...tables].map(
    ([name, columns]) =>
      `export const ${name} = pgTable('${name}', { id: bigint('id', { mode: 'number' }).primaryKey(), name: text('name').notNull()${columns.map(column).join('')} });\n`,
  );
  return `import { bigint, pgTable, text } from 'drizzle-orm/pg-core';\n${lines.join('')}`;
}

function snapshotInJournal(tables) {
  const column = (name, type, primaryKey, notNull) => [name, { name, type, primaryKey, notNull }];
  const nothing = { indexes: {}, foreignKeys: {}, compositePrimaryKeys: {}, uniqueConstraints: {} };
  const tableOf = (name, columns) => ({
    ...{ name, schema: '' },
    columns: Object.fromEntries([
      column('id', 'bigint', true, true),
      column('name', 'text', false, true),
      ...columns.map((one) => column(one, 'text', false, false)),
    ]),
    ...{ ...nothing, policies: {}, checkConstraints: {}, isRLSEnabled: false },
  });
  return {
    ...{ version: '7', dialect: 'postgresql' },
    tables: Object.fromEntries(
      [...tables].map(([name, columns]) => [`public.${name}`, tableOf(name, columns)]),
    ),
    ...{ enums: {}, schemas: {}, sequences: {}, roles: {}, policies: {}, views: {} },
    _meta: { columns: {}, schemas: {}, tables: {} },
  };
}

function snapshotInFolders({ table, column, id }, parent) {
  const columnOf = (name, type, notNull) => ({
    ...{ schema: 'public', table, name, type, typeSchema: null, notNull, dimensions: 0 },
    ...{ default: null, generated: null, identity: null, entityType: 'columns' },
  });
  const rows =
    column === null
      ? [
          { schema: 'public', name: table, isRlsEnabled: false, entityType: 'tables' },
          columnOf('id', 'bigint', true),
          columnOf('name', 'text', true),
          {
            ...{ schema: 'public', table, name: `${table}_pkey`, columns: ['id'], nameExplicit: false },
            entityType: 'pks',
          },
        ]
      : [columnOf(column, 'text', false)];
  const isFirst = parent === ORIGIN;
  return {
    ...{ type: isFirst ? 'base' : 'diff', version: '9', dialect: 'postgres', id, prevIds: [parent] },
    footprints: [footprintOf(table, column)],
    ...(isFirst ? { ddl: rows } : { deltas: rows.map((row) => ({ op: 'create', row })) }),
  };
}

function footprintOf(table, column) {
  const name = `public.${table}`;
  if (column === null)
    return {
      ...{ statementType: 'create_table', statementTarget: ['table', 'public', table] },
      writes: [`s|tbl|${name}`, `n|tbl|${name}`, `e|tbl|${name}`, `n|rel|${name}`, `n|type|${name}`],
      reads: ['n|sch|public'],
    };
  const whole = `${name}.${column}`;
  return {
    ...{ statementType: 'add_column', statementTarget: ['column', 'public', table, column] },
    writes: [`s|col|${whole}`, `n|col|${whole}`, `e|col|${whole}`],
    reads: [`n|tbl|${name}`, 'n|sch|public'],
  };
}

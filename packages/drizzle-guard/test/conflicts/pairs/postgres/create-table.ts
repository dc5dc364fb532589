import type { Column, Table } from '../model';
import { type Scene, taken } from '../scene';
import { TYPES, conditionOf, uuidOf, valueOf } from './values';

export const columnOf = (name: string, type: string): Column => ({
  name,
  type,
  enum: null,
  notNull: false,
  default: null,
  generatedFrom: null,
  hasNulls: false,
});

/** A column of a random type, perhaps of an enum, with a default or without. */
export function randomColumn({ model, random, write }: Scene, name: string): Column {
  const column = columnOf(name, 'text');
  const chosen = random.chance(0.2) ? random.maybe(model.enums) : null;
  if (chosen) {
    column.enum = chosen;
    column.type = write.of(chosen);
    column.default = random.chance(0.4) ? `'${chosen.values[0]!}'` : null;
  } else {
    const { type, default: value } = random.pick(TYPES);
    column.type = type;
    column.default = random.chance(0.4) ? value : null;
  }
  column.notNull = random.chance(0.4);
  return column;
}

/** A column as it stands in CREATE TABLE and ADD COLUMN. */
export function columnSql({ write }: Scene, column: Column): string {
  const initial = column.default === null ? '' : ` DEFAULT ${column.default}`;
  return `${write.name(column.name)} ${column.type}${initial}${column.notNull ? ' NOT NULL' : ''}`;
}

/** CREATE TABLE, with columns of its own and perhaps a key to another table; its first column is its primary key. */
export function createTable(
  scene: Scene,
  table: Table,
  count: number,
  nameFor: (scene: Scene) => string,
): string {
  const { write, random, model } = scene;
  for (let at = 0; at < count; at += 1) table.columns.push(randomColumn(scene, nameFor(scene)));
  const lines = table.columns.map((column, at) =>
    at === 0 ? `${write.name(column.name)} ${column.type} PRIMARY KEY NOT NULL` : columnSql(scene, column),
  );
  if (random.chance(0.3)) lines.push(checkLine(scene, table));
  const to = random.chance(0.6) ? random.maybe(model.tables) : null;
  if (to) lines.push(...foreignLines(scene, table, to, nameFor));
  const body = lines.map((line) => `\t${line}`).join(',\n');
  return `CREATE TABLE${write.some('IF NOT EXISTS')} ${write.of(table)} (\n${body}\n);`;
}

function checkLine({ write, model }: Scene, table: Table): string {
  const column = table.columns.at(-1)!;
  const name = taken(model, `${table.name}_${column.name}_check`);
  table.constraints.push({ name, kind: 'check', columns: [column], to: null });
  return `CONSTRAINT ${write.name(name)} CHECK (${conditionOf(column, write.name(column.name))})`;
}

/** The type of a column that refers to a key. */
export const referringType = (key: Column): string =>
  key.type === 'serial' ? 'integer' : key.type === 'bigserial' ? 'bigint' : key.type;

function foreignLines(scene: Scene, table: Table, to: Table, nameFor: (scene: Scene) => string): string[] {
  const { write, random, model } = scene;
  const key = to.columns[0]!;
  const isKeyed = to.constraints.some(({ kind, columns }) => kind === 'primary' && columns[0] === key);
  if (!isKeyed) return [];
  const column = columnOf(`${nameFor(scene)}_id`, referringType(key));
  table.columns.push(column);
  const name = taken(model, `${table.name}_${column.name}_fk`);
  table.constraints.push({ name, kind: 'foreign', columns: [column], to });
  const rule = random.pick(['', ' ON DELETE CASCADE', ' ON DELETE SET NULL']);
  return [
    `${write.name(column.name)} ${column.type}`,
    `CONSTRAINT ${write.name(name)} FOREIGN KEY (${write.name(column.name)}) REFERENCES ${write.of(to)}(${write.name(key.name)})${rule}`,
  ];
}

/** Rows that hold to what is known of a table: keys count from 1 on. */
export function insertRows({ write, random }: Scene, table: Table, count: number): string[] {
  const said = table.columns.filter((column) => column.type !== 'serial' && column.generatedFrom === null);
  const nulled = random.maybe(said.slice(1).filter(({ notNull }) => !notNull));
  if (nulled && random.chance(0.4)) nulled.hasNulls = true;
  const rows: string[] = [];
  for (let at = table.rows + 1; at <= table.rows + count; at += 1)
    rows.push(`(${said.map((column) => cellOf(table, column, at)).join(', ')})`);
  table.rows += count;
  return [`INSERT INTO ${write.of(table)} (${write.names(said)}) VALUES ${rows.join(', ')};`];
}

function cellOf(table: Table, column: Column, at: number): string {
  if (column.hasNulls && at === 2) return 'NULL';
  const foreign = table.constraints.find(({ kind, columns }) => kind === 'foreign' && columns[0] === column);
  if (foreign?.to) {
    const row = ((at - 1) % Math.max(1, foreign.to.rows)) + 1;
    return column.type === 'uuid' ? uuidOf(row) : `${row}`;
  }
  if (column === table.columns[0]) return column.type === 'uuid' ? uuidOf(at) : `${at}`;
  return valueOf(column, at);
}

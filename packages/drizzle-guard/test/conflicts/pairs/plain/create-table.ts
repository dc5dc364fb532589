import { type Column, type Table } from '../model';
import { columnOf } from '../postgres/create-table';
import { type Scene, newName, taken } from '../scene';
import { isNumeric, plainValue, PLAIN_TYPES } from './values';

type Names = (scene: Scene) => string;

export const emptyTable = (name: string): Table => ({
  ...{ schema: '', name, columns: [], constraints: [], indexes: [], policies: [], triggers: [], rows: 0 },
});

export function plainColumn({ dialect, random }: Scene, name: string): Column {
  const { type, default: value } = random.pick(PLAIN_TYPES[dialect === 'mysql' ? 'mysql' : 'sqlite']);
  return {
    ...columnOf(name, type),
    default: random.chance(0.4) ? value : null,
    notNull: random.chance(0.4),
  };
}

export function plainColumnSql({ write }: Scene, column: Column): string {
  const initial = column.default === null ? '' : ` DEFAULT ${column.default}`;
  return `${write.name(column.name)} ${column.type}${initial}${column.notNull ? ' NOT NULL' : ''}`;
}

const KEYS = {
  sqlite: ['integer PRIMARY KEY AUTOINCREMENT NOT NULL', 'integer PRIMARY KEY NOT NULL'],
  mysql: ['int AUTO_INCREMENT PRIMARY KEY NOT NULL', 'int PRIMARY KEY NOT NULL'],
};

/** Its lines, by what the table has: the same table is written again where SQLite has to make it anew. */
export function tableLines(scene: Scene, table: Table): string[] {
  const { write } = scene;
  const [key, ...others] = table.columns;
  const lines = [`${write.name(key!.name)} ${key!.type}`, ...others.map((one) => columnLine(scene, one))];
  for (const { kind, name, columns, to } of table.constraints) {
    const column = columns[0] && write.name(columns[0].name);
    if (kind === 'check') lines.push(`CONSTRAINT ${write.name(name)} CHECK(${column} >= 0)`);
    if (kind === 'foreign')
      lines.push(
        `${scene.dialect === 'mysql' ? `CONSTRAINT ${write.name(name)} ` : ''}FOREIGN KEY (${column}) REFERENCES ${write.of(to!)}(${write.name(to!.columns[0]!.name)}) ON UPDATE no action ON DELETE no action`,
      );
  }
  return lines;
}

function columnLine(scene: Scene, column: Column): string {
  if (!column.generatedFrom) return plainColumnSql(scene, column);
  return `${plainColumnSql(scene, column)} GENERATED ALWAYS AS (${scene.write.name(column.generatedFrom.name)}) VIRTUAL`;
}

export const createSql = ({ write }: Scene, name: string, lines: string[]): string =>
  `CREATE TABLE ${write.name(name)} (\n${lines.map((line) => `\t${line}`).join(',\n')}\n)`;

/** CREATE TABLE with a key, columns of its own, and perhaps a key to another table and a check. */
export function plainTable(
  scene: Scene,
  table: Table,
  count: number,
  to: Table | null,
  names: Names,
): string {
  const { random, model, dialect } = scene;
  const key = {
    ...columnOf('id', random.pick(KEYS[dialect === 'mysql' ? 'mysql' : 'sqlite'])),
    notNull: true,
  };
  table.columns.push(key);
  table.constraints.push({ name: `${table.name}_id`, kind: 'primary', columns: [key], to: null });
  for (let at = 0; at < count; at += 1) table.columns.push(plainColumn(scene, names(scene)));
  const number = table.columns.slice(1).find(isNumeric);
  if (number && random.chance(0.3)) {
    const name = taken(model, `${table.name}_${number.name}_check`);
    table.constraints.push({ name, kind: 'check', columns: [number], to: null });
  }
  if (to && to !== table) {
    const column = columnOf(
      `${newName({ ...scene, forcedName: null })}_id`,
      dialect === 'mysql' ? 'int' : 'integer',
    );
    table.columns.push(column);
    const name = taken(model, `${table.name}_${column.name}_fk`);
    table.constraints.push({ name, kind: 'foreign', columns: [column], to });
  }
  return createSql(scene, table.name, tableLines(scene, table));
}

/** Rows that hold to what is known of a table: keys count from 1 on. */
export function plainRows({ write, random }: Scene, table: Table, from: number, count: number): string[] {
  const said = table.columns.filter(({ generatedFrom }) => generatedFrom === null);
  const nulled = random.maybe(said.slice(1).filter(({ notNull }) => !notNull));
  if (nulled && random.chance(0.3)) nulled.hasNulls = true;
  const rows = Array.from({ length: count }, (_, at) => {
    const cells = said.map((column) => cellOf(table, column, from + at));
    return `(${cells.join(', ')})`;
  });
  return [`INSERT INTO ${write.of(table)} (${write.names(said)}) VALUES ${rows.join(', ')}`];
}

function cellOf(table: Table, column: Column, at: number): string {
  if (column === table.columns[0]) return `${at}`;
  if (column.hasNulls && at === 2) return 'NULL';
  const foreign = table.constraints.find(({ kind, columns }) => kind === 'foreign' && columns[0] === column);
  return foreign?.to ? `${((at - 1) % Math.max(1, foreign.to.rows)) + 1}` : plainValue(column, at);
}

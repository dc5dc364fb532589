import { type Table, dropTable, isForeign, isKey, isNeeded, isUnique } from '../model';
import { type Scene, type Verb, newName } from '../scene';
import { alter } from './column-verbs';
import { columnOf, columnSql, createTable, insertRows, randomColumn } from './create-table';
import { noteView } from './holder-verbs';
import { tableMakers } from './table-makers';
import { uuidOf, valueOf } from './values';

/** Another table refers to its rows. */
const isReferred = ({ model }: Scene, table: Table): boolean =>
  model.tables.some((other) => other.constraints.some(({ to }) => to === table));

const keyLiteral = (table: Table, at: number): string =>
  table.columns[0]!.type === 'uuid' ? uuidOf(at) : `${at}`;

const changes: Verb<Table>[] = [
  {
    kind: 'drop-table',
    weight: 3,
    breaks: true,
    write(scene, table) {
      if (isNeeded(scene.model, table) || scene.model.tables.length < 3) return null;
      dropTable(scene.model, table);
      return [`DROP TABLE${scene.write.some('IF EXISTS')} ${scene.write.of(table)}`];
    },
  },
  {
    kind: 'drop-table-cascade',
    weight: 2,
    breaks: true,
    write(scene, table) {
      if (scene.model.tables.length < 3) return null;
      dropTable(scene.model, table);
      return [`DROP TABLE${scene.write.some('IF EXISTS')} ${scene.write.of(table)} CASCADE`];
    },
  },
  {
    kind: 'rename-table',
    weight: 3,
    breaks: true,
    makes: true,
    write(scene, table) {
      const before = alter(scene, table);
      table.name = newName(scene);
      return [`${before} RENAME TO ${scene.write.name(table.name)}`];
    },
  },
  {
    kind: 'set-schema',
    weight: 1,
    breaks: true,
    write(scene, table) {
      const other = scene.model.schemas.find((schema) => schema !== table.schema);
      if (other === undefined) return null;
      const sql = `${alter(scene, table)} SET SCHEMA ${scene.write.name(other)}`;
      table.schema = other;
      return [sql];
    },
  },
  {
    kind: 'truncate',
    weight: 1,
    breaks: true,
    write(scene, table) {
      if (isReferred(scene, table)) return null;
      table.rows = 0;
      return [`TRUNCATE${scene.write.either(' TABLE', '')} ${scene.write.of(table)}`];
    },
  },
  {
    kind: 'delete-rows',
    weight: 2,
    breaks: true,
    write(scene, table) {
      if (isReferred(scene, table) || !isKey(table, table.columns[0]!)) return null;
      const { write, random } = scene;
      const key = write.name(table.columns[0]!.name);
      return [`DELETE FROM ${write.of(table)} WHERE ${key} = ${keyLiteral(table, random.int(1, 2))}`];
    },
  },
  {
    kind: 'update-row',
    weight: 2,
    breaks: true,
    write(scene, table) {
      const { write, random } = scene;
      const column = random.maybe(
        table.columns.filter(
          (one) =>
            !isKey(table, one) &&
            !isForeign(table, one) &&
            !isUnique(table, one) &&
            one.generatedFrom === null,
        ),
      );
      if (!column || !isKey(table, table.columns[0]!)) return null;
      const where = `${write.name(table.columns[0]!.name)} = ${keyLiteral(table, random.int(1, 3))}`;
      const value = valueOf(column, random.int(11, 50));
      return [`UPDATE ${write.of(table)} SET ${write.name(column.name)} = ${value} WHERE ${where}`];
    },
  },
  {
    kind: 'insert-rows',
    weight: 3,
    breaks: true,
    write: (scene, table) => insertRows(scene, { ...table, rows: table.rows + scene.random.int(0, 6) }, 1),
  },
  {
    kind: 'enable-row-security',
    weight: 1,
    breaks: true,
    write: (scene, table) => [`${alter(scene, table)} ENABLE ROW LEVEL SECURITY`],
  },
  {
    kind: 'disable-row-security',
    weight: 1,
    breaks: true,
    write: (scene, table) => [`${alter(scene, table)} DISABLE ROW LEVEL SECURITY`],
  },
  {
    kind: 'comment-on-table',
    weight: 1,
    breaks: true,
    write(scene, table) {
      const text = scene.random.pick(['read by the nightly job', "nobody''s", 'since 2024']);
      return [`COMMENT ON TABLE ${scene.write.of(table)} IS '${text}'`];
    },
  },
  {
    kind: 'grant',
    weight: 1,
    breaks: true,
    write(scene, table) {
      const what = scene.random.pick(['SELECT', 'SELECT, INSERT', 'UPDATE', 'ALL']);
      return [`GRANT ${what} ON ${scene.write.of(table)} TO public`];
    },
  },
  {
    kind: 'revoke',
    weight: 1,
    breaks: true,
    write: (scene, table) => [
      `REVOKE ${scene.random.pick(['SELECT', 'ALL'])} ON ${scene.write.of(table)} FROM public`,
    ],
  },
];

const makers: Verb<Table>[] = [
  {
    kind: 'add-column',
    weight: 6,
    makes: true,
    write(scene, table) {
      const column = randomColumn(scene, newName(scene));
      if (column.notNull && column.default === null) column.notNull = false;
      const exists = scene.write.some('IF NOT EXISTS', 0.25);
      const sql = `${alter(scene, table)} ADD${scene.write.either(' COLUMN', '')}${exists} ${columnSql(scene, column)}`;
      table.columns.push(column);
      return [exists ? sql.replace('ADD IF', 'ADD COLUMN IF') : sql];
    },
  },
  {
    kind: 'add-column-in-do',
    weight: 1,
    makes: true,
    write(scene, table) {
      const column = { ...randomColumn(scene, newName(scene)), notNull: false };
      const sql = `${alter(scene, table)} ADD COLUMN ${columnSql(scene, column)}`;
      table.columns.push(column);
      return [`DO $$ BEGIN\n ${sql};\nEXCEPTION\n WHEN duplicate_column THEN null;\nEND $$`];
    },
  },
  {
    kind: 'add-column-and-fill',
    weight: 2,
    makes: true,
    write(scene, table) {
      const column = columnOf(newName(scene), 'text');
      table.columns.push(column);
      const name = scene.write.name(column.name);
      return [
        `${alter(scene, table)} ADD COLUMN ${name} text`,
        `UPDATE ${scene.write.of(table)} SET ${name} = 'filled'`,
        `${alter(scene, table)} ALTER COLUMN ${name} SET NOT NULL`,
      ];
    },
  },
  {
    kind: 'add-identity-column',
    weight: 1,
    makes: true,
    write(scene, table) {
      if (table.columns.some(({ type }) => /serial|IDENTITY/.test(type))) return null;
      const type = 'integer GENERATED ALWAYS AS IDENTITY';
      const column = columnOf(newName(scene), type);
      const sql = `${alter(scene, table)} ADD COLUMN ${scene.write.name(column.name)} ${type}`;
      column.generatedFrom = column;
      table.columns.push(column);
      return [sql];
    },
  },
  {
    kind: 'create-view',
    weight: 2,
    makes: true,
    write(scene, table) {
      const { write } = scene;
      const view = noteView(scene, table, table.columns, false);
      return [
        `CREATE${write.some('OR REPLACE')} VIEW ${write.of(view)} AS (select * from ${write.of(table)})`,
      ];
    },
  },
  {
    kind: 'create-table-referring',
    weight: 2,
    makes: true,
    write(scene, table) {
      const made: Table = {
        ...{ schema: table.schema, name: newName(scene), columns: [columnOf('id', 'serial')] },
        ...{ constraints: [], indexes: [], policies: [], triggers: [], rows: 0 },
      };
      const only = { ...scene, model: { ...scene.model, tables: [table] } };
      const sql = createTable(only, made, scene.random.int(1, 3), () =>
        newName({ ...scene, forcedName: null }),
      );
      scene.model.tables.push(made);
      return [sql];
    },
  },
];

/** What a branch does to one table. */
export const tableVerbs: readonly Verb<Table>[] = [...changes, ...makers, ...tableMakers];

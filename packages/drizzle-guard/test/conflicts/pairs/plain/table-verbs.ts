import { type Table, dropTable, isForeign, isKey, isNeeded, isUnique, without } from '../model';
import { columnOf } from '../postgres/create-table';
import { type Scene, type Verb, newName } from '../scene';
import { emptyTable, plainColumn, plainColumnSql, plainRows, plainTable } from './create-table';
import { plainValue } from './values';

const alter = ({ write }: Scene, table: Table): string => `ALTER TABLE ${write.of(table)}`;

const isReferred = ({ model }: Scene, table: Table): boolean =>
  model.tables.some((other) => other.constraints.some(({ to }) => to === table));

const key = ({ write }: Scene, table: Table): string => write.name(table.columns[0]!.name);

const rowVerbs: Verb<Table>[] = [
  {
    kind: 'insert-rows',
    weight: 3,
    breaks: true,
    write: (scene, table) => plainRows(scene, table, table.rows + scene.random.int(1, 6), 1),
  },
  {
    kind: 'delete-rows',
    weight: 2,
    breaks: true,
    write(scene, table) {
      if (isReferred(scene, table)) return null;
      const at = scene.random.int(1, 2);
      return [`DELETE FROM ${scene.write.of(table)} WHERE ${key(scene, table)} = ${at}`];
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
            !isKey(table, one) && !isForeign(table, one) && !isUnique(table, one) && !one.generatedFrom,
        ),
      );
      if (!column) return null;
      const value = plainValue(column, random.int(11, 20));
      const where = `${key(scene, table)} = ${random.int(1, 3)}`;
      return [`UPDATE ${write.of(table)} SET ${write.name(column.name)} = ${value} WHERE ${where}`];
    },
  },
];

/** What a branch does to one table, in SQLite and in MySQL. */
export const plainTableVerbs: readonly Verb<Table>[] = [
  ...rowVerbs,
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
    kind: 'rename-table',
    weight: 3,
    breaks: true,
    makes: true,
    write(scene, table) {
      const isViewed = scene.model.views.some(({ over }) => over === table);
      if (isViewed && scene.dialect === 'mysql') return null;
      const before = scene.write.of(table);
      table.name = newName(scene);
      const words = scene.dialect === 'mysql' && scene.random.chance(0.5);
      return words
        ? [`RENAME TABLE ${before} TO ${scene.write.of(table)}`]
        : [`ALTER TABLE ${before} RENAME TO ${scene.write.of(table)}`];
    },
  },
  {
    kind: 'add-column',
    weight: 7,
    makes: true,
    write(scene, table) {
      const column = plainColumn(scene, newName(scene));
      const isFixed = column.default !== null && !column.default.startsWith('(');
      if (!isFixed) Object.assign(column, { notNull: false, default: null });
      const sql = `${alter(scene, table)} ADD${scene.write.either('', ' COLUMN')} ${plainColumnSql(scene, column)}`;
      table.columns.push(column);
      return [sql];
    },
  },
  {
    kind: 'add-column-and-fill',
    weight: 2,
    makes: true,
    write(scene, table) {
      const column = columnOf(newName(scene), scene.dialect === 'mysql' ? 'varchar(80)' : 'text');
      table.columns.push(column);
      return [
        `${alter(scene, table)} ADD ${plainColumnSql(scene, column)}`,
        `UPDATE ${scene.write.of(table)} SET ${scene.write.name(column.name)} = 'filled'`,
      ];
    },
  },
  {
    kind: 'create-view',
    weight: 2,
    makes: true,
    write(scene, table) {
      const view = { schema: '', name: newName(scene), materialized: false, over: table };
      const columns = table.columns.map((source) => ({ name: source.name, source }));
      scene.model.views.push({ ...view, columns });
      return [`CREATE VIEW ${scene.write.of(view)} AS select * from ${scene.write.of(table)}`];
    },
  },
  {
    kind: 'create-table-referring',
    weight: 2,
    makes: true,
    write(scene, table) {
      const made = emptyTable(newName(scene));
      const names = (): string => newName({ ...scene, forcedName: null });
      const sql = plainTable(scene, made, scene.random.int(1, 3), table, names);
      scene.model.tables.push(made);
      return [sql];
    },
  },
  {
    kind: 'drop-index',
    weight: 3,
    breaks: true,
    write(scene, table) {
      const chosen = scene.random.maybe(table.indexes);
      if (!chosen) return null;
      without(table.indexes, chosen);
      table.constraints = table.constraints.filter(({ name }) => name !== chosen.name);
      const on = scene.dialect === 'mysql' ? ` ON ${scene.write.of(table)}` : '';
      return [`DROP INDEX ${scene.write.name(chosen.name)}${on}`];
    },
  },
  {
    kind: 'drop-trigger',
    weight: 1,
    breaks: true,
    write(scene, table) {
      const chosen = scene.random.maybe(table.triggers);
      if (!chosen) return null;
      without(table.triggers, chosen);
      return [`DROP TRIGGER ${scene.write.name(chosen.name)}`];
    },
  },
];

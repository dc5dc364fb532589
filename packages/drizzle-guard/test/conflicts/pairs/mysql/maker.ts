import type { Maker } from '../generate';
import { type Column, type Table, isForeign, isKey, isUnique, without } from '../model';
import { plainBase } from '../plain/base';
import { plainColumnVerbs } from '../plain/column-verbs';
import { plainColumnSql } from '../plain/create-table';
import { plainMakers, plainViewVerbs, triggerVerb } from '../plain/object-verbs';
import { plainRowRecipes } from '../plain/row-recipes';
import { plainTableVerbs } from '../plain/table-verbs';
import { MYSQL_BECOMES, isLong, isNumeric, plainValue } from '../plain/values';
import { type ColumnOf, type Scene, type Verb, newName } from '../scene';

const alter = ({ write }: Scene, table: Table): string => `ALTER TABLE ${write.of(table)}`;

const isOpen = (table: Table, column: Column): boolean =>
  !isKey(table, column) && !isForeign(table, column) && column.generatedFrom === null;

const columnVerbs: Verb<ColumnOf>[] = [
  {
    kind: 'modify-column',
    weight: 7,
    breaks: true,
    write(scene, { table, column }) {
      const isSource = table.columns.some(({ generatedFrom }) => generatedFrom === column);
      if (!isOpen(table, column) || isSource || column.hasNulls) return null;
      const types = MYSQL_BECOMES[column.type] ?? [];
      const isIndexed =
        isUnique(table, column) || table.indexes.some(({ columns }) => columns.includes(column));
      if (scene.random.chance(0.6) && types.length > 0 && !isIndexed) {
        column.type = scene.random.pick(types);
        column.default = null;
      } else column.notNull = !column.notNull;
      return [`${alter(scene, table)} MODIFY COLUMN ${plainColumnSql(scene, column)}`];
    },
  },
  {
    kind: 'set-default',
    weight: 3,
    breaks: true,
    write(scene, { table, column }) {
      if (!isOpen(table, column) || isLong('mysql', column)) return null;
      column.default = plainValue(column, scene.random.int(3, 9));
      return [
        `${alter(scene, table)} ALTER COLUMN ${scene.write.name(column.name)} SET DEFAULT ${column.default}`,
      ];
    },
  },
  {
    kind: 'drop-default',
    weight: 2,
    breaks: true,
    write(scene, { table, column }) {
      if (column.default === null) return null;
      column.default = null;
      return [`${alter(scene, table)} ALTER COLUMN ${scene.write.name(column.name)} DROP DEFAULT`];
    },
  },
  {
    kind: 'add-check',
    weight: 2,
    makes: true,
    write(scene, { table, column }) {
      if (!isNumeric(column)) return null;
      const name = newName(scene);
      table.constraints.push({ name, kind: 'check', columns: [column], to: null });
      return [
        `${alter(scene, table)} ADD CONSTRAINT ${scene.write.name(name)} CHECK (${scene.write.name(column.name)} >= 0)`,
      ];
    },
  },
];

const tableVerbs: Verb<Table>[] = [
  {
    kind: 'drop-constraint',
    weight: 3,
    breaks: true,
    write(scene, table) {
      const chosen = scene.random.maybe(
        table.constraints.filter(({ kind }) => kind === 'check' || kind === 'foreign'),
      );
      if (!chosen) return null;
      without(table.constraints, chosen);
      const what = chosen.kind === 'foreign' ? 'FOREIGN KEY' : 'CONSTRAINT';
      return [`${alter(scene, table)} DROP ${what} ${scene.write.name(chosen.name)}`];
    },
  },
  {
    kind: 'comment-on-table',
    weight: 1,
    breaks: true,
    write: (scene, table) => [
      `${alter(scene, table)} COMMENT = '${scene.random.pick(['in cents', 'for reports'])}'`,
    ],
  },
];

const verbs = {
  columnVerbs: [...plainColumnVerbs, ...columnVerbs],
  tableVerbs: [...plainTableVerbs, ...tableVerbs, triggerVerb],
  families: [{ about: 'view' as const, verbs: plainViewVerbs }],
};

export const mysqlMaker: Maker = {
  ...verbs,
  base: plainBase('mysql', verbs),
  makers: plainMakers,
  rowRecipes: plainRowRecipes,
  joins: () => true,
};

import type { Column, Table, View } from '../model';
import { isForeign, isKey, isUnique } from '../model';
import { type ColumnOf, type Scene, type Verb, newName } from '../scene';
import { columnOf } from './create-table';
import { alter } from './column-verbs';
import { expressionOf, isNumber, valueOf } from './values';

/** Notes a view of some columns of a table. */
export function noteView(scene: Scene, table: Table, columns: Column[], materialized: boolean): View {
  const view: View = {
    schema: table.schema,
    name: newName(scene, scene.forcedName ? '' : 'v_'),
    materialized,
    over: table,
    columns: columns.map((source) => ({ name: source.name, source })),
  };
  scene.model.views.push(view);
  return view;
}

function viewOf(scene: Scene, { table, column }: ColumnOf, materialized: boolean): string[] {
  const columns = [...new Set([table.columns[0]!, column])];
  const { write } = scene;
  const view = noteView(scene, table, columns, materialized);
  const what = materialized ? 'MATERIALIZED VIEW' : 'VIEW';
  const names = columns.map(({ name }) => write.name(name)).join(', ');
  return [`CREATE ${what} ${write.of(view)} AS (select ${names} from ${write.of(table)})`];
}

/** What holds a column, and what changes its values. */
export const holderVerbs: readonly Verb<ColumnOf>[] = [
  {
    kind: 'view-of-column',
    weight: 2,
    makes: true,
    write: (scene, target) => viewOf(scene, target, false),
  },
  {
    kind: 'materialized-view',
    weight: 1,
    makes: true,
    write: (scene, target) => viewOf(scene, target, true),
  },
  {
    kind: 'policy-on-column',
    weight: 1,
    makes: true,
    write(scene, { table, column }) {
      const { write } = scene;
      const name = newName(scene);
      table.policies.push({ name, column });
      const name_ = write.name(column.name);
      return [
        `CREATE POLICY ${write.name(name)} ON ${write.of(table)} AS PERMISSIVE FOR SELECT TO public USING (${name_} IS NOT NULL)`,
      ];
    },
  },
  {
    kind: 'generated-from',
    weight: 1,
    makes: true,
    write(scene, { table, column }) {
      const expression = expressionOf(column, scene.write.name(column.name));
      if (!expression || column.generatedFrom || /serial/.test(column.type)) return null;
      const made = { ...columnOf(newName(scene), expression.type), generatedFrom: column };
      table.columns.push(made);
      const body = `GENERATED ALWAYS AS (${expression.sql}) STORED`;
      return [`${alter(scene, table)} ADD COLUMN ${scene.write.name(made.name)} ${made.type} ${body}`];
    },
  },
  {
    kind: 'owned-sequence',
    weight: 1,
    makes: true,
    write(scene, { table, column }) {
      const made = { schema: table.schema, name: newName(scene), owner: column };
      scene.model.sequences.push(made);
      const { write } = scene;
      return [`CREATE SEQUENCE ${write.of(made)} OWNED BY ${write.of(table)}.${write.name(column.name)}`];
    },
  },
  {
    kind: 'update-column',
    weight: 3,
    breaks: true,
    write(scene, target) {
      const { table, column } = target;
      const isTied = isKey(table, column) || isForeign(table, column) || isUnique(table, column);
      if (isTied || column.generatedFrom || table.indexes.some(({ columns }) => columns.includes(column)))
        return null;
      const { write, random } = scene;
      const name = write.name(column.name);
      const value =
        isNumber(column) && random.chance(0.4)
          ? `${name} + ${random.int(1, 3)}`
          : valueOf(column, random.int(5, 40));
      const some = random.chance(0.3) ? ` WHERE ${name} IS NOT NULL` : '';
      return [`UPDATE ${write.of(table)} SET ${name} = ${value}${some}`];
    },
  },
];

import { type Model, dropColumn, dropTable, dropViews, without } from '../model';
import { type Scene, type Verb, newName } from '../scene';
import { emptyTable } from '../plain/create-table';
import { columnOf, createTable } from './create-table';

/** The schema besides `public`, where there is one. */
const other = ({ model }: Scene): string | null => model.schemas[1] ?? null;

function forget(model: Model, schema: string): void {
  without(model.schemas, schema);
  for (const table of model.tables.filter((one) => one.schema === schema)) dropTable(model, table);
  for (const table of model.tables)
    for (const column of table.columns.filter((one) => one.enum?.schema === schema))
      dropColumn(model, table, column);
  dropViews(model, (view) => view.schema === schema);
  model.enums = model.enums.filter((one) => one.schema !== schema);
  model.sequences = model.sequences.filter((one) => one.schema !== schema);
}

/** What a branch does to a schema, or says in a DO block. */
export const schemaVerbs: readonly Verb<Model>[] = [
  {
    kind: 'drop-schema-cascade',
    weight: 2,
    breaks: true,
    write(scene) {
      const schema = other(scene);
      const isMost = scene.model.tables.filter((one) => one.schema !== schema).length < 2;
      if (schema === null || isMost) return null;
      forget(scene.model, schema);
      return [`DROP SCHEMA${scene.write.some('IF EXISTS')} ${scene.write.name(schema)} CASCADE`];
    },
  },
  {
    kind: 'rename-schema',
    weight: 1,
    breaks: true,
    makes: true,
    write(scene) {
      const schema = other(scene);
      if (schema === null) return null;
      const name = newName(scene);
      const { model } = scene;
      for (const one of [...model.tables, ...model.enums, ...model.views, ...model.sequences])
        if (one.schema === schema) one.schema = name;
      model.schemas[1] = name;
      return [`ALTER SCHEMA ${scene.write.name(schema)} RENAME TO ${scene.write.name(name)}`];
    },
  },
  {
    kind: 'create-table-in-schema',
    weight: 3,
    makes: true,
    write(scene) {
      const schema = other(scene);
      if (schema === null) return null;
      const made = { ...emptyTable(newName(scene)), schema, columns: [columnOf('id', 'serial')] };
      const names = (): string => newName({ ...scene, forcedName: null });
      const sql = createTable(scene, made, scene.random.int(1, 3), names);
      scene.model.tables.push(made);
      return [sql];
    },
  },
  {
    kind: 'grant-on-schema',
    weight: 1,
    breaks: true,
    write(scene) {
      const schema = other(scene);
      return schema === null ? null : [`GRANT USAGE ON SCHEMA ${scene.write.name(schema)} TO public`];
    },
  },
  {
    kind: 'create-enum-in-do',
    weight: 1,
    makes: true,
    write(scene) {
      const made = { schema: 'public', name: newName(scene), values: ['one', 'two'] };
      scene.model.enums.push(made);
      const second = scene.random.pick(['two', 'three']);
      const sql = `CREATE TYPE ${scene.write.of(made)} AS ENUM('one', '${second}')`;
      return [`DO $$ BEGIN\n ${sql};\nEXCEPTION\n WHEN duplicate_object THEN null;\nEND $$`];
    },
  },
];

import { type Model, type View, dropViews, isTable, without } from '../model';
import { type Scene, type Verb, leant, newName, taken } from '../scene';
import { columnOf, createTable } from './create-table';
import { functionVerbs, sequenceVerbs } from './routine-verbs';

const VALUES = ['paused', 'gone', 'later', 'draft', 'held', 'void'];

const anEnum = (scene: Scene) => leant(scene, scene.model.enums);

export const enumVerbs: Verb<Model>[] = [
  {
    kind: 'add-value',
    weight: 6,
    breaks: true,
    write(scene) {
      const chosen = anEnum(scene);
      const value = scene.random.pick(VALUES.filter((one) => !chosen?.values.includes(one)));
      if (!chosen) return null;
      const beside = scene.random.pick(chosen.values);
      const side = scene.random.chance(0.5) ? 'BEFORE' : 'AFTER';
      const place = scene.random.chance(0.5) ? '' : ` ${side} '${beside}'`;
      chosen.values.push(value);
      return [
        `ALTER TYPE ${scene.write.of(chosen)} ADD VALUE${scene.write.some('IF NOT EXISTS')} '${value}'${place}`,
      ];
    },
  },
  {
    kind: 'rename-value',
    weight: 2,
    breaks: true,
    write(scene) {
      const chosen = anEnum(scene);
      if (!chosen) return null;
      const at = scene.random.int(0, chosen.values.length - 1);
      const next = scene.random.pick(VALUES.filter((one) => !chosen.values.includes(one)));
      const sql = `ALTER TYPE ${scene.write.of(chosen)} RENAME VALUE '${chosen.values[at]!}' TO '${next}'`;
      chosen.values[at] = next;
      return [sql];
    },
  },
  {
    kind: 'rename-type',
    weight: 2,
    breaks: true,
    makes: true,
    write(scene) {
      const chosen = anEnum(scene);
      if (!chosen) return null;
      const before = scene.write.of(chosen);
      chosen.name = newName(scene);
      return [`ALTER TYPE ${before} RENAME TO ${scene.write.name(chosen.name)}`];
    },
  },
  {
    kind: 'drop-type',
    weight: 2,
    breaks: true,
    write(scene) {
      const chosen = anEnum(scene);
      if (!chosen) return null;
      const users = scene.model.tables.filter((table) => table.columns.some((one) => one.enum === chosen));
      const cascade = users.length > 0 ? ' CASCADE' : '';
      without(scene.model.enums, chosen);
      for (const table of users) table.columns = table.columns.filter((one) => one.enum !== chosen);
      dropViews(scene.model, (view) => view.columns.some(({ source }) => source.enum === chosen));
      return [`DROP TYPE ${scene.write.of(chosen)}${cascade}`];
    },
  },
  {
    kind: 'column-of-enum',
    weight: 3,
    makes: true,
    write(scene) {
      const chosen = anEnum(scene);
      const table = scene.random.maybe(scene.model.tables);
      if (!chosen || !table) return null;
      const { write, random } = scene;
      const column = { ...columnOf(newName(scene), write.of(chosen)), enum: chosen };
      table.columns.push(column);
      const initial = random.chance(0.5) ? ` DEFAULT '${random.pick(chosen.values)}'` : '';
      return [
        `ALTER TABLE ${write.of(table)} ADD COLUMN ${write.name(column.name)} ${column.type}${initial}`,
      ];
    },
  },
];

const aView = (scene: Scene, fits: (view: View) => boolean): View | null =>
  leant(scene, scene.model.views.filter(fits));

const hasNone = ({ model }: Scene, view: View): boolean => !model.views.some(({ over }) => over === view);

export const viewVerbs: Verb<Model>[] = [
  {
    kind: 'view-of-view',
    weight: 2,
    makes: true,
    write(scene) {
      const over = aView(scene, () => true);
      if (!over) return null;
      const view: View = {
        schema: 'public',
        name: newName(scene),
        materialized: false,
        over,
        columns: over.columns,
      };
      scene.model.views.push(view);
      return [`CREATE VIEW ${scene.write.of(view)} AS SELECT * FROM ${scene.write.of(over)}`];
    },
  },
  {
    kind: 'drop-view',
    weight: 4,
    breaks: true,
    write(scene) {
      const view = aView(scene, (one) => hasNone(scene, one) || scene.random.chance(0.3));
      if (!view) return null;
      const cascade = hasNone(scene, view) ? '' : ' CASCADE';
      dropViews(scene.model, (one) => one === view);
      return [`DROP ${view.materialized ? 'MATERIALIZED ' : ''}VIEW ${scene.write.of(view)}${cascade}`];
    },
  },
  {
    kind: 'replace-view',
    weight: 4,
    breaks: true,
    write(scene) {
      const view = aView(scene, (one) => !one.materialized && isTable(one.over));
      if (!view) return null;
      const { write, random } = scene;
      const names = view.columns.map(({ name, source }) =>
        name === source.name ? write.name(name) : `${write.name(source.name)} AS ${write.name(name)}`,
      );
      const limit = random.pick([' limit 10', ' limit 20', ' where true', ` order by 1`]);
      return [
        `CREATE OR REPLACE VIEW ${write.of(view)} AS SELECT ${names.join(', ')} FROM ${write.of(view.over)}${limit}`,
      ];
    },
  },
  {
    kind: 'rename-view',
    weight: 2,
    breaks: true,
    makes: true,
    write(scene) {
      const view = aView(scene, () => true);
      if (!view) return null;
      const before = scene.write.of(view);
      view.name = newName(scene);
      return [
        `ALTER ${view.materialized ? 'MATERIALIZED ' : ''}VIEW ${before} RENAME TO ${scene.write.name(view.name)}`,
      ];
    },
  },
  {
    kind: 'refresh-view',
    weight: 3,
    breaks: true,
    write(scene) {
      const view = aView(scene, ({ materialized }) => materialized);
      return view && [`REFRESH MATERIALIZED VIEW ${scene.write.of(view)}`];
    },
  },
];

export const makers: Verb<Model>[] = [
  {
    kind: 'create-enum',
    weight: 2,
    makes: true,
    write(scene) {
      const made = {
        schema: 'public',
        name: newName(scene),
        values: scene.random.shuffled(VALUES).slice(0, 3),
      };
      scene.model.enums.push(made);
      return [
        `CREATE TYPE ${scene.write.of(made)} AS ENUM(${made.values.map((one) => `'${one}'`).join(', ')})`,
      ];
    },
  },
  {
    kind: 'create-table',
    weight: 3,
    makes: true,
    write(scene) {
      const made = {
        ...{ schema: scene.forcedName ? 'public' : scene.random.pick(scene.model.schemas) },
        ...{ name: newName(scene), columns: [columnOf('id', scene.random.pick(['integer', 'serial']))] },
        ...{ constraints: [], indexes: [], policies: [], triggers: [], rows: 0 },
      };
      const sql = createTable(scene, made, scene.random.int(1, 4), () =>
        newName({ ...scene, forcedName: null }),
      );
      scene.model.tables.push(made);
      return [sql];
    },
  },
  {
    kind: 'create-schema',
    weight: 1,
    makes: true,
    write(scene) {
      const name = taken(scene.model, `s_${newName(scene)}`);
      scene.model.schemas.push(name);
      return [`CREATE SCHEMA${scene.write.some('IF NOT EXISTS')} ${scene.write.name(name)}`];
    },
  },
];

/** What a branch does to what is neither a table nor a part of one. */
export const objectVerbs: readonly Verb<Model>[] = [
  ...enumVerbs,
  ...viewVerbs,
  ...makers,
  ...functionVerbs,
  ...sequenceVerbs,
];

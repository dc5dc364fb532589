import { type Model, type Table, dropViews, isTable } from '../model';
import { type Scene, type Verb, leant, newName } from '../scene';
import { emptyTable, plainTable } from './create-table';

const aView = (scene: Scene) => leant(scene, scene.model.views);

/** What a branch does to a view. */
export const plainViewVerbs: readonly Verb<Model>[] = [
  {
    kind: 'drop-view',
    weight: 3,
    breaks: true,
    write(scene) {
      const view = aView(scene);
      if (!view || scene.model.views.some(({ over }) => over === view)) return null;
      dropViews(scene.model, (one) => one === view);
      return [`DROP VIEW${scene.write.some('IF EXISTS')} ${scene.write.of(view)}`];
    },
  },
  {
    kind: 'replace-view',
    weight: 3,
    breaks: true,
    write(scene) {
      const view = aView(scene);
      if (!view || !isTable(view.over)) return null;
      const { write, random } = scene;
      const names = view.columns.map(({ source }) => write.name(source.name)).join(', ');
      const body = `AS SELECT ${names} FROM ${write.of(view.over)} LIMIT ${random.pick([10, 20])}`;
      if (scene.dialect === 'mysql') return [`CREATE OR REPLACE VIEW ${write.of(view)} ${body}`];
      return [`DROP VIEW ${write.of(view)}`, `CREATE VIEW ${write.of(view)} ${body}`];
    },
  },
  {
    kind: 'view-of-view',
    weight: 2,
    makes: true,
    write(scene) {
      const over = aView(scene);
      if (!over) return null;
      const view = { schema: '', name: newName(scene), materialized: false, over, columns: over.columns };
      scene.model.views.push(view);
      return [`CREATE VIEW ${scene.write.of(view)} AS SELECT * FROM ${scene.write.of(over)}`];
    },
  },
];

export const plainMakers: readonly Verb<Model>[] = [
  {
    kind: 'create-table',
    weight: 3,
    makes: true,
    write(scene) {
      const made = emptyTable(newName(scene));
      const names = (): string => newName({ ...scene, forcedName: null });
      const to = scene.random.chance(0.4) ? scene.random.maybe(scene.model.tables) : null;
      const sql = plainTable(scene, made, scene.random.int(1, 4), to, names);
      scene.model.tables.push(made);
      return [scene.write.byHand ? sql.replace('CREATE TABLE', 'CREATE TABLE IF NOT EXISTS') : sql];
    },
  },
];

/** A trigger that changes the row it is about, as each dialect writes it. */
export const triggerVerb: Verb<Table> = {
  kind: 'create-trigger',
  weight: 2,
  makes: true,
  write(scene, table) {
    const column = scene.random.maybe(
      table.columns.slice(1).filter(({ type }) => /^(text|varchar)/.test(type)),
    );
    if (!column) return null;
    const name = newName(scene);
    table.triggers.push({ name, calls: null });
    const { write } = scene;
    const cell = write.name(column.name);
    if (scene.dialect === 'mysql')
      return [
        `CREATE TRIGGER ${write.name(name)} BEFORE INSERT ON ${write.of(table)} FOR EACH ROW SET NEW.${cell} = 'by trigger'`,
      ];
    const key = write.name(table.columns[0]!.name);
    return [
      `CREATE TRIGGER ${write.name(name)} AFTER INSERT ON ${write.of(table)} BEGIN UPDATE ${write.of(table)} SET ${cell} = 'by trigger' WHERE ${key} = NEW.${key}; END`,
    ];
  },
};

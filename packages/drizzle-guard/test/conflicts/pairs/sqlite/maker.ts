import type { Maker } from '../generate';
import { type Table, isKey, isUnique } from '../model';
import { plainBase } from '../plain/base';
import { expressionIndex, partialIndex, plainColumnVerbs } from '../plain/column-verbs';
import { createSql, tableLines } from '../plain/create-table';
import { plainMakers, plainViewVerbs, triggerVerb } from '../plain/object-verbs';
import { plainRowRecipes } from '../plain/row-recipes';
import { plainTableVerbs } from '../plain/table-verbs';
import { isNumeric } from '../plain/values';
import type { ColumnOf, Scene, Verb } from '../scene';

/** SQLite changes no column: drizzle-kit makes the table anew, with the columns that it knows of. */
function rebuilt(scene: Scene, table: Table): string[] {
  const { write } = scene;
  const made = `__new_${table.name}`;
  const kept = write.names(table.columns.filter(({ generatedFrom }) => generatedFrom === null));
  const indexes = table.indexes.map(({ name, columns }) => {
    const unique = columns[0] && isUnique(table, columns[0]) ? 'UNIQUE ' : '';
    return `CREATE ${unique}INDEX ${write.name(name)} ON ${write.of(table)} (${write.names(columns)})`;
  });
  return [
    'PRAGMA foreign_keys=OFF',
    createSql(scene, made, tableLines(scene, table)),
    `INSERT INTO ${write.name(made)}(${kept}) SELECT ${kept} FROM ${write.of(table)}`,
    `DROP TABLE ${write.of(table)}`,
    `ALTER TABLE ${write.name(made)} RENAME TO ${write.of(table)}`,
    'PRAGMA foreign_keys=ON',
    ...indexes,
  ];
}

const isViewed = ({ model }: Scene, table: Table): boolean => model.views.some(({ over }) => over === table);

const rebuildVerb: Verb<ColumnOf> = {
  kind: 'rebuild-table',
  weight: 6,
  breaks: true,
  write(scene, { table, column }) {
    if (isViewed(scene, table) || isKey(table, column) || column.generatedFrom || column.hasNulls)
      return null;
    const change = scene.random.pick(['default', 'null', 'type'] as const);
    if (change === 'default') column.default = isNumeric(column) ? '5' : "'later'";
    else if (change === 'null') column.notNull = !column.notNull;
    else column.type = column.type === 'text' ? 'numeric' : 'text';
    if (
      column.notNull &&
      table.constraints.some(({ kind, columns }) => kind === 'foreign' && columns[0] === column)
    )
      return null;
    return rebuilt(scene, table);
  },
};

const verbs = {
  columnVerbs: [...plainColumnVerbs, partialIndex, expressionIndex, rebuildVerb],
  tableVerbs: [...plainTableVerbs, triggerVerb],
  families: [{ about: 'view' as const, verbs: plainViewVerbs }],
};

export const sqliteMaker: Maker = {
  ...verbs,
  base: plainBase('sqlite', verbs),
  makers: plainMakers,
  rowRecipes: plainRowRecipes,
  joins: (statement) => !/^pragma/i.test(statement),
};

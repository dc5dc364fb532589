import { dropColumn, isForeign, isHeld, isKey, isUnique } from '../model';
import { columnOf } from '../postgres/create-table';
import { type ColumnOf, type Scene, type Verb, newName, taken } from '../scene';
import { isLong, isNumeric, plainExpression, plainValue } from './values';

const alter = ({ write }: Scene, table: ColumnOf['table']): string => `ALTER TABLE ${write.of(table)}`;

/** SQLite refuses to drop what an index or a constraint is over; MySQL does where a foreign key is. */
const isTied = ({ table, column }: ColumnOf): boolean =>
  table.constraints.some(({ columns }) => columns.includes(column)) ||
  table.indexes.some(({ columns }) => columns.includes(column));

function createIndex(
  scene: Scene,
  target: ColumnOf,
  what: string,
  over: string,
  after = '',
): string[] | null {
  if (isLong(scene.dialect, target.column)) return null;
  const { table, column } = target;
  const usual = `${table.name}_${column.name}_${what === '' ? 'idx' : 'unique'}`;
  const isOwn = scene.forcedName !== null || scene.model.taken.has(usual) || scene.random.chance(0.4);
  const name = isOwn ? newName(scene) : taken(scene.model, usual);
  table.indexes.push({ schema: '', name, columns: [column] });
  if (what !== '') table.constraints.push({ name, kind: 'unique', columns: [column], to: null });
  const { write } = scene;
  return [`CREATE ${what}INDEX ${write.name(name)} ON ${write.of(table)} (${over})${after}`];
}

const nameOf = ({ write }: Scene, { column }: ColumnOf): string => write.name(column.name);

/** What a branch does to one column, in SQLite and in MySQL. */
export const plainColumnVerbs: readonly Verb<ColumnOf>[] = [
  {
    kind: 'drop-column',
    weight: 5,
    breaks: true,
    write(scene, target) {
      const { table, column } = target;
      const isHere = table.columns.some(({ generatedFrom }) => generatedFrom === column);
      if (isTied(target) || isHere || isHeld(scene.model, column)) return null;
      dropColumn(scene.model, table, column);
      return [`${alter(scene, table)} DROP COLUMN ${nameOf(scene, target)}`];
    },
  },
  {
    kind: 'rename-column',
    weight: 5,
    breaks: true,
    makes: true,
    write(scene, target) {
      const before = nameOf(scene, target);
      target.column.name = newName(scene);
      return [`${alter(scene, target.table)} RENAME COLUMN ${before} TO ${nameOf(scene, target)}`];
    },
  },
  {
    kind: 'create-index',
    weight: 4,
    makes: true,
    write: (scene, target) => createIndex(scene, target, '', nameOf(scene, target)),
  },
  {
    kind: 'unique-index',
    weight: 2,
    makes: true,
    write(scene, target) {
      const { table, column } = target;
      const isApt = /^(integer|int|text|varchar)/.test(column.type) && !isUnique(table, column);
      const isOpen = !isForeign(table, column) && column.default !== 'false';
      return isApt && isOpen ? createIndex(scene, target, 'UNIQUE ', nameOf(scene, target)) : null;
    },
  },
  {
    kind: 'generated-from',
    weight: 1,
    makes: true,
    write(scene, { table, column }) {
      const expression = plainExpression(column, scene.write.name(column.name));
      if (!expression || column.generatedFrom) return null;
      const made = { ...columnOf(newName(scene), expression.type), generatedFrom: column };
      table.columns.push(made);
      return [
        `${alter(scene, table)} ADD COLUMN ${scene.write.name(made.name)} ${made.type} GENERATED ALWAYS AS (${expression.sql}) VIRTUAL`,
      ];
    },
  },
  {
    kind: 'view-of-column',
    weight: 3,
    makes: true,
    write(scene, { table, column }) {
      const columns = [...new Set([table.columns[0]!, column])];
      const view = { schema: '', name: newName(scene), materialized: false, over: table };
      scene.model.views.push({ ...view, columns: columns.map((source) => ({ name: source.name, source })) });
      const { write } = scene;
      return [`CREATE VIEW ${write.of(view)} AS select ${write.names(columns)} from ${write.of(table)}`];
    },
  },
  {
    kind: 'update-column',
    weight: 3,
    breaks: true,
    write(scene, { table, column }) {
      if (isKey(table, column) || isForeign(table, column) || isUnique(table, column) || column.generatedFrom)
        return null;
      const { write, random } = scene;
      const name = write.name(column.name);
      const isStep = isNumeric(column) && random.chance(0.4);
      const value = isStep ? `${name} + ${random.int(1, 3)}` : plainValue(column, random.int(5, 20));
      const some = random.chance(0.3) ? ` WHERE ${name} IS NOT NULL` : '';
      return [`UPDATE ${write.of(table)} SET ${name} = ${value}${some}`];
    },
  },
];

export const partialIndex: Verb<ColumnOf> = {
  kind: 'partial-index',
  weight: 1,
  makes: true,
  write(scene, target) {
    const name = nameOf(scene, target);
    return createIndex(scene, target, '', name, ` WHERE ${nameOf(scene, target)} IS NOT NULL`);
  },
};

export const expressionIndex: Verb<ColumnOf> = {
  kind: 'expression-index',
  weight: 1,
  makes: true,
  write(scene, target) {
    const expression = plainExpression(target.column, nameOf(scene, target));
    return expression && createIndex(scene, target, '', expression.sql);
  },
};

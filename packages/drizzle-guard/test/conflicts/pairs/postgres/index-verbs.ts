import { type Constraint, isUnique } from '../model';
import { type ColumnOf, type Scene, type Verb, newName, taken } from '../scene';
import { alter } from './column-verbs';
import { referringType } from './create-table';
import { conditionOf, expressionOf } from './values';

/** The name that drizzle-kit would give, or one of somebody's own. */
function nameFor(scene: Scene, { table, column }: ColumnOf, end: string): string {
  const usual = `${table.name}_${column.name}_${end}`;
  if (scene.forcedName !== null || scene.random.chance(0.4) || scene.model.taken.has(usual))
    return newName(scene);
  return taken(scene.model, usual);
}

function createIndex(scene: Scene, target: ColumnOf, what: string, over: string, after = ''): string[] {
  const { table, column } = target;
  const name = nameFor(scene, target, what === 'UNIQUE ' ? 'unique' : 'index');
  table.indexes.push({ schema: table.schema, name, columns: [column] });
  const { write } = scene;
  const method = write.either(' USING btree', '');
  const exists = write.some('IF NOT EXISTS', 0.2);
  return [
    `CREATE ${what}INDEX${exists} ${write.name(name)} ON ${write.of(table)}${method} (${over})${after}`,
  ];
}

const columnName = ({ write }: Scene, { column }: ColumnOf): string => write.name(column.name);

function addConstraint(
  scene: Scene,
  target: ColumnOf,
  kind: Constraint['kind'],
  body: string,
  to: Constraint['to'] = null,
): string[] {
  const { table, column } = target;
  const end = { unique: 'unique', check: 'check', foreign: 'fk', primary: 'pk' }[kind];
  const name = nameFor(scene, target, end);
  table.constraints.push({ name, kind, columns: [column], to });
  const isNamed = !scene.write.byHand || scene.random.chance(0.8);
  const named = isNamed ? `CONSTRAINT ${scene.write.name(name)} ` : '';
  return [`${alter(scene, table)} ADD ${named}${body}`];
}

const canBeUnique = ({ table, column }: ColumnOf): boolean =>
  !isUnique(table, column) &&
  /^(integer|bigint|text|varchar|numeric|timestamp|date|uuid)/.test(column.type) &&
  !table.constraints.some(({ kind, columns }) => kind === 'foreign' && columns.includes(column));

/** Indexes and constraints over one column. */
export const indexVerbs: readonly Verb<ColumnOf>[] = [
  {
    kind: 'create-index',
    weight: 3,
    makes: true,
    write: (scene, target) => createIndex(scene, target, '', columnName(scene, target)),
  },
  {
    kind: 'unique-index',
    weight: 1,
    makes: true,
    write: (scene, target) =>
      canBeUnique(target) ? createIndex(scene, target, 'UNIQUE ', columnName(scene, target)) : null,
  },
  {
    kind: 'partial-index',
    weight: 1,
    makes: true,
    write(scene, target) {
      const over = columnName(scene, target);
      return createIndex(scene, target, '', over, ` WHERE ${columnName(scene, target)} IS NOT NULL`);
    },
  },
  {
    kind: 'expression-index',
    weight: 1,
    makes: true,
    write(scene, target) {
      const expression = expressionOf(target.column, columnName(scene, target));
      return expression && createIndex(scene, target, '', expression.sql);
    },
  },
  {
    kind: 'index-concurrently',
    weight: 1,
    makes: true,
    write(scene, target) {
      const name = nameFor(scene, target, 'idx');
      const { table, column } = target;
      table.indexes.push({ schema: table.schema, name, columns: [column] });
      const { write } = scene;
      return [
        `CREATE INDEX CONCURRENTLY ${write.name(name)} ON ${write.of(table)} (${columnName(scene, target)})`,
      ];
    },
  },
  {
    kind: 'add-unique',
    weight: 2,
    makes: true,
    write: (scene, target) =>
      canBeUnique(target)
        ? addConstraint(scene, target, 'unique', `UNIQUE(${columnName(scene, target)})`)
        : null,
  },
  {
    kind: 'add-check',
    weight: 2,
    makes: true,
    write(scene, target) {
      const condition = conditionOf(target.column, columnName(scene, target));
      const late = scene.write.some('NOT VALID', 0.2);
      return addConstraint(scene, target, 'check', `CHECK (${condition})${late}`);
    },
  },
  {
    kind: 'add-foreign-key',
    weight: 2,
    makes: true,
    write(scene, target) {
      const { column, table } = target;
      const to = scene.random.maybe(
        scene.model.tables.filter(
          (other) => other !== table && referringType(other.columns[0]!) === column.type && other.rows > 0,
        ),
      );
      // Rows hold values of their own: only what is not looked at yet fits.
      const isRefused = to === null || column === table.columns[0] || column.generatedFrom !== null;
      if (isRefused || !to.constraints.some(({ kind }) => kind === 'primary')) return null;
      const key = scene.write.name(to.columns[0]!.name);
      const body = `FOREIGN KEY (${columnName(scene, target)}) REFERENCES ${scene.write.of(to)}(${key}) NOT VALID`;
      return addConstraint(scene, target, 'foreign', body, to);
    },
  },
];

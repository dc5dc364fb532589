import { dropColumn, isForeign, isHeld, isKey, isUnique } from '../model';
import { type ColumnOf, type Scene, type Verb, newName } from '../scene';
import { indexVerbs } from './index-verbs';
import { holderVerbs } from './holder-verbs';
import { BECOMES, valueOf } from './values';

/** `ALTER TABLE "t"`, as the beginning of a statement. */
export const alter = ({ write }: Scene, table: ColumnOf['table']): string => `ALTER TABLE ${write.of(table)}`;

const alterColumn = (scene: Scene, { table, column }: ColumnOf): string =>
  `${alter(scene, table)} ALTER ${scene.write.either('COLUMN ', '')}${scene.write.name(column.name)}`;

const isReferred = ({ model }: Scene, { table, column }: ColumnOf): boolean =>
  isKey(table, column) && model.tables.some((other) => other.constraints.some(({ to }) => to === table));

/** A side may drop it without CASCADE. */
const isFree = (scene: Scene, target: ColumnOf): boolean =>
  !isHeld(scene.model, target.column) && !isReferred(scene, target);

const isPlain = ({ column }: ColumnOf): boolean =>
  column.generatedFrom === null && !/serial/.test(column.type);

const changes: Verb<ColumnOf>[] = [
  {
    kind: 'drop-column',
    weight: 4,
    breaks: true,
    write(scene, target) {
      if (!isFree(scene, target)) return null;
      dropColumn(scene.model, target.table, target.column);
      const name = scene.write.name(target.column.name);
      return [`${alter(scene, target.table)} DROP COLUMN${scene.write.some('IF EXISTS')} ${name}`];
    },
  },
  {
    kind: 'drop-column-cascade',
    weight: 2,
    breaks: true,
    write(scene, target) {
      if (isReferred(scene, target)) return null;
      dropColumn(scene.model, target.table, target.column);
      return [`${alter(scene, target.table)} DROP COLUMN ${scene.write.name(target.column.name)} CASCADE`];
    },
  },
  {
    kind: 'rename-column',
    weight: 4,
    breaks: true,
    makes: true,
    write(scene, { table, column }) {
      const before = scene.write.name(column.name);
      column.name = newName(scene);
      const words = scene.write.either('RENAME COLUMN', 'RENAME');
      return [`${alter(scene, table)} ${words} ${before} TO ${scene.write.name(column.name)}`];
    },
  },
  {
    kind: 'alter-type',
    weight: 4,
    breaks: true,
    write(scene, target) {
      const { column, table } = target;
      const next = scene.random.maybe(BECOMES[column.type] ?? []);
      const isTied = isKey(table, column) || isForeign(table, column);
      if (!next || isTied || isHeld(scene.model, column)) return null;
      if (next.using && (column.default !== null || isUnique(table, column))) return null;
      const name = scene.write.name(column.name);
      const using = next.using ? ` USING ${next.using.replace('COL', name)}` : '';
      const words = scene.write.either('SET DATA TYPE', 'TYPE');
      const sql = `${alterColumn(scene, target)} ${words} ${next.type}${using}`;
      column.type = next.type;
      return [sql];
    },
  },
  {
    kind: 'set-default',
    weight: 3,
    breaks: true,
    write(scene, target) {
      if (!isPlain(target) || isKey(target.table, target.column)) return null;
      const { column } = target;
      column.default = valueOf(column, scene.random.int(3, 9));
      return [`${alterColumn(scene, target)} SET DEFAULT ${column.default}`];
    },
  },
  {
    kind: 'drop-default',
    weight: 2,
    breaks: true,
    write(scene, target) {
      if (target.column.default === null) return null;
      target.column.default = null;
      return [`${alterColumn(scene, target)} DROP DEFAULT`];
    },
  },
  {
    kind: 'set-not-null',
    weight: 2,
    breaks: true,
    write(scene, target) {
      const { column, table } = target;
      if (column.notNull || isForeign(table, column) || !isPlain(target)) return null;
      const name = scene.write.name(column.name);
      const filled = `UPDATE ${scene.write.of(table)} SET ${name} = ${valueOf(column, 4)} WHERE ${name} IS NULL`;
      const sql = `${alterColumn(scene, target)} SET NOT NULL`;
      const isFilled = column.hasNulls || scene.random.chance(0.2);
      column.notNull = true;
      column.hasNulls = false;
      return isFilled ? [filled, sql] : [sql];
    },
  },
  {
    kind: 'drop-not-null',
    weight: 2,
    breaks: true,
    write(scene, target) {
      if (!target.column.notNull || isKey(target.table, target.column)) return null;
      target.column.notNull = false;
      return [`${alterColumn(scene, target)} DROP NOT NULL`];
    },
  },
  {
    kind: 'comment-on-column',
    weight: 1,
    breaks: true,
    write(scene, { table, column }) {
      const text = scene.random.pick(['kept for reports', 'in cents', 'set by the importer']);
      const { write } = scene;
      return [`COMMENT ON COLUMN ${write.of(table)}.${write.name(column.name)} IS '${text}'`];
    },
  },
];

/** What a branch does to one column. */
export const columnVerbs: readonly Verb<ColumnOf>[] = [...changes, ...indexVerbs, ...holderVerbs];

import type { Maker } from './generate';
import type { Model, Table } from './model';
import type { PairDialect, Plan } from './pair';
import { fitsRows } from './postgres/row-recipes';
import type { Random } from './random';
import { type ColumnOf, type Scene, type Verb, sceneOf, written } from './scene';
import { Writing, lowerCased } from './writing';

/** A side as far as it is made. */
export interface Side {
  scene: Scene;
  statements: string[];
  kinds: string[];
}

interface Start {
  dialect: PairDialect;
  model: Model;
  random: Random;
}

type Sides = [Side, Side];

const newSide = ({ dialect, model, random }: Start): Side => ({
  scene: sceneOf(dialect, structuredClone(model), random),
  statements: [],
  kinds: [],
});

/** How often another try is made where a verb does not fit its target. */
const TRIES = 60;

/** Does one of the verbs, if it can be done; whether it was. */
function does<Target>(side: Side, verb: Verb<Target>, target: Target): boolean {
  const statements = written(side.scene, verb, target);
  if (!statements) return false;
  side.statements.push(...statements);
  side.kinds.push(verb.kind);
  return true;
}

const tableAt = (side: Side, at: number): Table => side.scene.model.tables[at]!;

const columnAt = (side: Side, at: number, column: number): ColumnOf => {
  const table = tableAt(side, at);
  return { table, column: table.columns[column]! };
};

/** The two branches of a plan: tried until both sides have something to say. */
export function planned(maker: Maker, start: Start, plan: Plan): Sides {
  for (;;) {
    const made = PLANNERS[plan](maker, start);
    if (!made || made.some((side) => side.statements.length === 0)) continue;
    if (plan !== 'far' && start.random.chance(0.35)) pad(maker, made, start.random);
    return start.random.chance(0.5) ? made : [made[1], made[0]];
  }
}

type Planner = (maker: Maker, start: Start) => Sides | null;

const PLANNERS: Record<Plan, Planner> = { clash, names, rows, 'same-table': sameTable, twin, far };

/** Two verbs with one target, of which one at least takes something away or changes it. */
function clash(maker: Maker, start: Start): Sides | null {
  const { random } = start;
  const sides: Sides = [newSide(start), newSide(start)];
  const kind = random.weighted([
    { about: 'column', weight: 45 },
    { about: 'table', weight: 15 },
    { about: 'table and column', weight: 10 },
    { about: 'object', weight: 20 },
    { about: 'object and column', weight: 12 },
  ] as const).about;
  const at = random.int(0, start.model.tables.length - 1);
  const column = random.int(0, start.model.tables[at]!.columns.length - 1);
  if (kind === 'object' || kind === 'object and column')
    return objects(maker, sides, random, kind !== 'object');
  const breaking = kind === 'column' ? maker.columnVerbs : null;
  const first = breaking
    ? does(sides[0], random.weighted(breaking.filter(({ breaks }) => breaks)), columnAt(sides[0], at, column))
    : does(sides[0], random.weighted(maker.tableVerbs.filter(({ breaks }) => breaks)), tableAt(sides[0], at));
  const second =
    kind === 'table'
      ? does(sides[1], random.weighted(maker.tableVerbs), tableAt(sides[1], at))
      : does(sides[1], random.weighted(maker.columnVerbs), columnAt(sides[1], at, column));
  return first && second ? sides : null;
}

/** Two of a family that mean the same view, enum, function or sequence; or one and a column that it is about. */
function objects(maker: Maker, sides: Sides, random: Random, withColumn: boolean): Sides | null {
  const { about, verbs } = random.pick(maker.families);
  const lean = random.int(0, 6);
  for (const side of sides) side.scene.lean = lean;
  const first = does(sides[0], random.weighted(verbs.filter(({ breaks }) => breaks)), sides[0].scene.model);
  if (!first) return null;
  if (!withColumn) return does(sides[1], random.weighted(verbs), sides[1].scene.model) ? sides : null;
  const target = random.maybe(columnsOf(sides[1].scene.model, about, lean));
  return target && does(sides[1], random.weighted(maker.columnVerbs), target) ? sides : null;
}

function columnsOf(model: Model, about: string, lean: number): ColumnOf[] {
  const all = model.tables.flatMap((table) => table.columns.map((column) => ({ table, column })));
  if (about === 'enum') return all.filter(({ column }) => column.enum !== null);
  if (about === 'schema') return all.filter(({ table }) => table.schema === model.schemas[1]);
  if (about !== 'view') return [];
  const view = model.views[lean % Math.max(1, model.views.length)];
  return all.filter(({ column }) => view?.columns.some(({ source }) => source === column));
}

/** Two things that are made, of whatever kind, under one name. */
function names(maker: Maker, start: Start): Sides | null {
  const { random } = start;
  const sides: Sides = [newSide(start), newSide(start)];
  const at = random.int(0, start.model.tables.length - 1);
  const isOneTable = random.chance(0.65);
  for (const side of sides) {
    side.scene.forcedName = 'shared_thing';
    const table = isOneTable ? tableAt(side, at) : random.pick(side.scene.model.tables);
    if (!makesSomething(maker, side, table)) return null;
    side.scene.forcedName = null;
  }
  return sides;
}

function makesSomething(maker: Maker, side: Side, table: Table): boolean {
  const { random, model } = side.scene;
  const makers = <T>(verbs: readonly Verb<T>[]): Verb<T>[] => verbs.filter(({ makes }) => makes);
  const kind = random.int(0, 3);
  if (kind === 0)
    return does(side, random.weighted(makers(maker.columnVerbs)), {
      table,
      column: random.pick(table.columns),
    });
  if (kind === 1) return does(side, random.weighted(makers(maker.tableVerbs)), table);
  const verbs = [...maker.makers, ...maker.families.flatMap((family) => family.verbs)];
  return does(side, random.weighted(makers(verbs)), model);
}

/** What is done to rows on one side, and to rows or what is asked of them on the other. */
function rows(maker: Maker, start: Start): Sides | null {
  const { random } = start;
  const sides: Sides = [newSide(start), newSide(start)];
  const [a, b] = sides.map(() => new Writing(random, start.dialect, random.chance(0.6))) as [
    Writing,
    Writing,
  ];
  const table = random.pick(start.model.tables);
  const given = { random, table, column: random.pick(table.columns), a, b };
  const recipe = random.pick(maker.rowRecipes);
  const made = fitsRows(given) ? recipe.make(given) : null;
  if (!made) return null;
  for (const [side, write, said] of [
    [sides[0], a, made.a],
    [sides[1], b, made.b],
  ] as const) {
    side.statements.push(...said.map((sql) => write.finish(sql)));
    side.kinds.push(recipe.kind);
  }
  return sides;
}

/** Both sides are about one table, each about columns of its own. */
function sameTable(maker: Maker, start: Start): Sides | null {
  const { random } = start;
  const sides: Sides = [newSide(start), newSide(start)];
  const at = random.int(0, start.model.tables.length - 1);
  sides.forEach((side, which) => {
    const table = tableAt(side, at);
    const own = table.columns.filter((_, place) => place > 0 && place % 2 === which);
    const count = random.int(1, 2);
    for (let tries = 0; tries < TRIES && side.kinds.length < count; tries += 1)
      aside(maker, side, table, own);
  });
  return sides;
}

/** Something to a column of its own, or something new in the table. */
function aside(maker: Maker, side: Side, table: Table, own: Table['columns']): void {
  const { random } = side.scene;
  const column = random.maybe(own.filter((one) => table.columns.includes(one)));
  if (column && random.chance(0.65)) does(side, random.weighted(maker.columnVerbs), { table, column });
  else
    does(
      side,
      random.weighted(maker.tableVerbs.filter(({ breaks }) => !breaks || random.chance(0.15))),
      table,
    );
}

/** Statements that stand on both sides, and perhaps something of each side's own. */
function twin(maker: Maker, start: Start): Sides | null {
  const { random } = start;
  const shared = newSide(start);
  const focus = random.int(0, shared.scene.model.tables.length - 1);
  const count = random.int(1, 2);
  for (let tries = 0; tries < TRIES && shared.kinds.length < count; tries += 1)
    any(maker, shared, tableAt(shared, focus));
  const after = { ...start, model: shared.scene.model };
  const sides: Sides = [newSide(after), newSide(after)];
  const spelt = random.chance(0.3)
    ? shared.statements.map((sql) => speltAnew(sql, random))
    : shared.statements;
  sides.forEach((side, which) => {
    side.kinds.push(...shared.kinds);
    side.statements.push(...(which === 0 ? shared.statements : spelt));
    const own = tableAt(side, focus)?.columns.filter((_, place) => place % 2 === which) ?? [];
    if (random.chance(0.5) && own.length > 0) aside(maker, side, tableAt(side, focus), own);
  });
  return sides;
}

/** The same tokens, written otherwise. */
function speltAnew(sql: string, random: Random): string {
  return random.chance(0.5) ? lowerCased(sql) : `/* as agreed */ ${sql.replace(/^(\w+) /, '$1  ')}`;
}

function any(maker: Maker, side: Side, table: Table): void {
  const { random, model } = side.scene;
  const kind = random.int(0, 4);
  const objectVerbs = [...maker.makers, ...maker.families.flatMap(({ verbs }) => verbs)];
  if (kind === 0) does(side, random.weighted(objectVerbs), model);
  else if (kind < 3 && table) does(side, random.weighted(maker.tableVerbs), table);
  else if (table)
    does(side, random.weighted(maker.columnVerbs), { table, column: random.pick(table.columns) });
}

/** Two tables. */
function far(maker: Maker, start: Start): Sides | null {
  const { random } = start;
  const sides: Sides = [newSide(start), newSide(start)];
  const places = random.shuffled(start.model.tables.map((_, at) => at));
  sides.forEach((side, which) => {
    const table = tableAt(side, places[which]!);
    const count = random.int(1, 3);
    for (let tries = 0; tries < TRIES && side.kinds.length < count; tries += 1)
      if (side.scene.model.tables.includes(table)) aside(maker, side, table, table.columns);
  });
  return sides;
}

/** One thing more on each side that has room, at a random table. */
function pad(maker: Maker, sides: Sides, random: Random): void {
  for (const side of sides) {
    const table = random.maybe(side.scene.model.tables);
    if (table && side.statements.length < 3 && random.chance(0.7)) aside(maker, side, table, table.columns);
  }
}

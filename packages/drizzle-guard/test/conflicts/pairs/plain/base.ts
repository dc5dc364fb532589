import type { Maker } from '../generate';
import { type Model, emptyModel } from '../model';
import type { PairDialect } from '../pair';
import type { Random } from '../random';
import { type Scene, newName, sceneOf, taken, written } from '../scene';
import { emptyTable, plainRows, plainTable } from './create-table';

const TABLES = ['users', 'orders', 'teams', 'Invoices', 'events', 'tags', 'audit_log', 'price list', 'notes'];
const EXTRAS: readonly { kind: string; share: number }[] = [
  ...[0.8, 0.7, 0.5].map((share) => ({ kind: 'create-index', share })),
  ...[0.7, 0.4].map((share) => ({ kind: 'unique-index', share })),
  { kind: 'partial-index', share: 0.5 },
  { kind: 'expression-index', share: 0.4 },
  { kind: 'generated-from', share: 0.4 },
  { kind: 'view-of-column', share: 0.6 },
  { kind: 'create-view', share: 0.4 },
  { kind: 'view-of-view', share: 0.4 },
  { kind: 'create-trigger', share: 0.5 },
];

type Verbs = Pick<Maker, 'columnVerbs' | 'tableVerbs' | 'families'>;

/** A schema with rows, and what is known of it, in a dialect that has no schemas. */
export function plainBase(
  dialect: PairDialect,
  verbs: Verbs,
): (random: Random) => { model: Model; statements: string[] } {
  return (random) => {
    const scene = sceneOf(dialect, emptyModel([]), random);
    const statements: string[] = [];
    for (const name of random.shuffled(TABLES).slice(0, random.int(3, 6)))
      statements.push(...makeTable(scene, name));
    for (const { kind, share } of EXTRAS)
      if (random.chance(share)) statements.push(...(anywhere(scene, verbs, kind) ?? []));
    return { model: scene.model, statements };
  };
}

function makeTable(scene: Scene, name: string): string[] {
  const { model, random, write } = scene;
  const table = emptyTable(taken(model, name));
  const to = random.chance(0.6) ? random.maybe(model.tables) : null;
  const created = plainTable(scene, table, random.int(2, 5), to, newName);
  model.tables.push(table);
  table.rows = random.int(2, 4);
  return [created, ...plainRows(scene, table, 1, table.rows)].map((sql) => write.finish(sql));
}

function anywhere(scene: Scene, verbs: Verbs, kind: string): string[] | null {
  const { model, random } = scene;
  const table = random.pick(model.tables);
  const ofColumn = verbs.columnVerbs.find((verb) => verb.kind === kind);
  if (ofColumn) return written(scene, ofColumn, { table, column: random.pick(table.columns.slice(1)) });
  const ofTable = verbs.tableVerbs.find((verb) => verb.kind === kind);
  if (ofTable) return written(scene, ofTable, table);
  const ofModel = verbs.families.flatMap((family) => family.verbs).find((verb) => verb.kind === kind);
  return ofModel ? written(scene, ofModel, model) : null;
}

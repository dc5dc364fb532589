import { type Column, type Enum, type Model, type Table, emptyModel } from '../model';
import type { Random } from '../random';
import { type Scene, newName, sceneOf, taken, written } from '../scene';
import { columnOf, createTable, insertRows } from './create-table';
import { columnVerbs } from './column-verbs';
import { objectVerbs } from './object-verbs';
import { tableVerbs } from './table-verbs';

const TABLES = ['users', 'orders', 'teams', 'Invoices', 'events', 'tags', 'audit_log', 'price list', 'notes'];
const ENUMS = [
  { name: 'status', values: ['new', 'open', 'done'] },
  { name: 'userRole', values: ['admin', 'member'] },
  { name: 'level', values: ['low', 'mid', 'high', 'top'] },
];
/** Of what a base has besides tables and rows: how many times each is tried. */
const EXTRAS: readonly { kind: string; times: number; share: number }[] = [
  { kind: 'create-index', times: 3, share: 0.7 },
  { kind: 'unique-index', times: 1, share: 0.5 },
  { kind: 'partial-index', times: 1, share: 0.5 },
  { kind: 'expression-index', times: 1, share: 0.5 },
  { kind: 'add-unique', times: 2, share: 0.6 },
  { kind: 'add-check', times: 2, share: 0.6 },
  { kind: 'generated-from', times: 1, share: 0.4 },
  { kind: 'view-of-column', times: 1, share: 0.6 },
  { kind: 'create-view', times: 2, share: 0.5 },
  { kind: 'view-of-view', times: 1, share: 0.5 },
  { kind: 'materialized-view', times: 1, share: 0.6 },
  { kind: 'create-sequence', times: 2, share: 0.5 },
  { kind: 'owned-sequence', times: 1, share: 0.4 },
  { kind: 'create-function', times: 2, share: 0.6 },
  { kind: 'create-trigger', times: 1, share: 0.6 },
  { kind: 'policy-on-column', times: 2, share: 0.4 },
  { kind: 'enable-row-security', times: 1, share: 0.3 },
  { kind: 'comment-on-column', times: 1, share: 0.4 },
  { kind: 'comment-on-table', times: 1, share: 0.4 },
  { kind: 'grant', times: 1, share: 0.3 },
];

/** A schema with rows, and what is known of it. */
export function postgresBase(random: Random): { model: Model; statements: string[] } {
  const schemas = random.chance(0.4) ? ['public', 'app'] : ['public'];
  const scene = sceneOf('postgresql', emptyModel(schemas), random);
  const statements = schemas.slice(1).map((name) => `CREATE SCHEMA "${name}";`);
  for (const { name, values } of ENUMS.slice(0, random.int(1, 3)))
    statements.push(makeEnum(scene, name, values));
  const count = random.int(3, 8);
  for (const name of random.shuffled(TABLES).slice(0, count)) statements.push(...makeTable(scene, name));
  for (const { kind, times, share } of EXTRAS)
    for (let time = 0; time < times; time += 1)
      if (random.chance(share)) statements.push(...(anywhere(scene, kind) ?? []));
  return { model: scene.model, statements };
}

function makeEnum({ model, random }: Scene, name: string, values: string[]): string {
  const made: Enum = { schema: random.pick(model.schemas), name: taken(model, name), values: [...values] };
  model.enums.push(made);
  const place = made.schema === 'public' ? '' : `"${made.schema}".`;
  return `CREATE TYPE ${place}"${name}" AS ENUM(${values.map((value) => `'${value}'`).join(', ')});`;
}

function makeTable(scene: Scene, name: string): string[] {
  const { model, random } = scene;
  const table: Table = {
    schema: random.chance(0.7) ? 'public' : random.pick(model.schemas),
    name: taken(model, name),
    columns: [],
    constraints: [],
    indexes: [],
    policies: [],
    triggers: [],
    rows: 0,
  };
  const key: Column = {
    ...columnOf('id', random.pick(['integer', 'serial', 'bigint', 'uuid'])),
    notNull: true,
  };
  table.columns.push(key);
  table.constraints.push({
    name: taken(model, `${name}_pkey`),
    kind: 'primary',
    columns: [key],
    to: null,
  });
  const statements = [createTable(scene, table, random.int(2, 5), newName)];
  model.tables.push(table);
  return [...statements, ...insertRows(scene, table, random.int(2, 4))];
}

/** Does one thing to something, where it can be done. */
function anywhere(scene: Scene, kind: string): string[] | null {
  const { model, random } = scene;
  const table = random.pick(model.tables);
  const ofColumn = columnVerbs.find((verb) => verb.kind === kind);
  if (ofColumn) return written(scene, ofColumn, { table, column: random.pick(table.columns.slice(1)) });
  const ofTable = tableVerbs.find((verb) => verb.kind === kind);
  if (ofTable) return written(scene, ofTable, table);
  const ofModel = objectVerbs.find((verb) => verb.kind === kind);
  return ofModel ? written(scene, ofModel, model) : null;
}

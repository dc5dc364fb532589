import { createRequire } from 'node:module';
import { index, integer, pgEnum, pgTable, text } from 'drizzle-orm/pg-core';
import fc from 'fast-check';
import { prefixOf } from '../../src/text/tag';

type Json = Record<string, unknown>;

/** What is there, as people declare it. */
export interface Model {
  tables: Record<
    string,
    { columns: Record<string, { type: 'text' | 'integer'; notNull: boolean }>; indexes: string[] }
  >;
  enums: Record<string, string[]>;
}

/** What one migration does. */
export type Edit =
  | { do: 'table'; name: string }
  | { do: 'no table'; name: string }
  | { do: 'column'; table: string; name: string; type: 'text' | 'integer' }
  | { do: 'no column'; table: string; name: string }
  | { do: 'not null'; table: string; name: string }
  | { do: 'index'; table: string; name: string }
  | { do: 'value'; name: string; value: string; isFirst: boolean };

const column = (type: 'text' | 'integer') => ({ type, notNull: false });

/** What both sides stand on. */
export const START: Model = {
  tables: {
    users: { columns: { name: column('text'), age: column('integer') }, indexes: [] },
    posts: { columns: { title: column('text') }, indexes: ['title'] },
  },
  enums: { mood: ['good', 'bad'] },
};

const names = fc.constantFrom('x', 'y', 'z');
const tables = fc.constantFrom('users', 'posts');
const columns = fc.constantFrom(['users', 'name'], ['users', 'age'], ['posts', 'title']);

/** Names are few, so that two sides meet. */
const edit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('column' as const),
      table: tables,
      name: names,
      type: fc.constantFrom('text' as const, 'integer' as const),
    }),
  },
  { weight: 2, arbitrary: names.map((name): Edit => ({ do: 'table', name })) },
  { weight: 1, arbitrary: tables.map((name): Edit => ({ do: 'no table', name })) },
  {
    weight: 1,
    arbitrary: columns.map(([table, name]): Edit => ({ do: 'no column', table: table!, name: name! })),
  },
  {
    weight: 2,
    arbitrary: columns.map(([table, name]): Edit => ({ do: 'not null', table: table!, name: name! })),
  },
  {
    weight: 2,
    arbitrary: columns.map(([table, name]): Edit => ({ do: 'index', table: table!, name: name! })),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('value' as const),
      name: fc.constant('mood'),
      value: names,
      isFirst: fc.boolean(),
    }),
  },
);

/** One or two migrations, each of which does one thing. */
const side = fc
  .array(edit, { minLength: 1, maxLength: 2 })
  .filter((edits) => edits.reduce<Model | null>((model, one) => model && edited(model, one), START) !== null);

/** Two sides each; the same ones for the same seed. */
export function pairsOf(seed: number, count: number): { mine: Edit[]; theirs: Edit[] }[] {
  return fc.sample(fc.record({ mine: side, theirs: side }), { seed, numRuns: count });
}

/** Null where that cannot be done, or is done. */
export function edited(model: Model, one: Edit): Model | null {
  const next = structuredClone(model);
  if (one.do === 'value') {
    const values = next.enums[one.name]!;
    if (values.includes(one.value)) return null;
    if (one.isFirst) values.unshift(one.value);
    else values.push(one.value);
    return next;
  }
  if (one.do === 'table') {
    if (next.tables[one.name]) return null;
    next.tables[one.name] = { columns: {}, indexes: [] };
    return next;
  }
  if (one.do === 'no table') return delete next.tables[one.name] && model.tables[one.name] ? next : null;
  const table = next.tables[one.table];
  if (!table) return null;
  const there = table.columns[one.name];
  if (one.do === 'column') {
    if (there) return null;
    table.columns[one.name] = column(one.type);
    return next;
  }
  if (!there) return null;
  if (one.do === 'no column') {
    if (table.indexes.includes(one.name)) return null;
    delete table.columns[one.name];
  } else if (one.do === 'not null') {
    if (there.notNull) return null;
    there.notNull = true;
  } else {
    if (table.indexes.includes(one.name)) return null;
    table.indexes.push(one.name);
  }
  return next;
}

interface Kit {
  generateDrizzleJson(schema: Json, parent?: string): Json & { id: string };
  generateMigration(before: Json, after: Json): Promise<string[]>;
}

const kit = createRequire(__filename)('drizzle-kit/api') as Kit;

/** The snapshot that drizzle-kit 0.31 makes of it. */
export function snapshotOf({ tables, enums }: Model, parent?: string): Json & { id: string } {
  const schema: Json = {};
  for (const [name, values] of Object.entries(enums)) schema[name] = pgEnum(name, values as [string]);
  for (const [name, { columns, indexes }] of Object.entries(tables)) {
    const made = Object.entries(columns).map(([one, { type, notNull }]) => {
      const plain = type === 'text' ? text(one) : integer(one);
      return [one, notNull ? plain.notNull() : plain];
    });
    schema[name] = pgTable(name, { id: integer('id').primaryKey(), ...Object.fromEntries(made) }, (table) =>
      indexes.map((one) =>
        index(`${name}_${one}_index`).on((table as unknown as Record<string, typeof table.id>)[one]!),
      ),
    );
  }
  return kit.generateDrizzleJson(schema, parent);
}

/** When the first migration was made. */
export const BEGAN = Date.UTC(2026, 0, 1);

/** A folder of one migration. */
export async function started(): Promise<Folder> {
  const folder = new Folder();
  await folder.add('0000_start', START, BEGAN);
  return folder;
}

/** The folder with a migration for each of these; a minute apart. */
export async function grown(from: Folder, edits: readonly Edit[], of: string): Promise<Folder> {
  const folder = from.fork();
  let model: Model = START;
  for (const [at, one] of edits.entries()) {
    model = edited(model, one)!;
    await folder.add(`000${at + 1}_${of}_${at}`, model, BEGAN + (at + 1) * 60_000 + of.length);
  }
  return folder;
}

/** A folder as drizzle-kit 0.31 writes it, grown step by step. */
export class Folder {
  readonly files: Record<string, string> = {};
  readonly #entries: object[] = [];
  #last: Json & { id: string };

  constructor() {
    this.#last = { ...snapshotOf({ tables: {}, enums: {} }), id: '00000000-0000-0000-0000-000000000000' };
  }

  /** The same folder, to be grown on its own. */
  fork(): Folder {
    const other = new Folder();
    Object.assign(other.files, this.files);
    other.#entries.push(...this.#entries);
    other.#last = this.#last;
    return other;
  }

  async add(tag: string, model: Model, when: number): Promise<void> {
    const next = snapshotOf(model, this.#last.id);
    const statements = await kit.generateMigration(this.#last, next);
    this.files[`drizzle/${tag}.sql`] = statements.join('\n--> statement-breakpoint\n');
    this.files[`drizzle/meta/${prefixOf(tag)}_snapshot.json`] = JSON.stringify(next, null, 2);
    this.#entries.push({ idx: this.#entries.length, version: '7', when, tag, breakpoints: true });
    const journal = { version: '7', dialect: 'postgresql', entries: this.#entries };
    this.files['drizzle/meta/_journal.json'] = JSON.stringify(journal, null, 2);
    this.#last = next;
  }
}

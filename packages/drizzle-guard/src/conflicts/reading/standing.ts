import type { ColumnFacts, Effect, Make, Rename, Rows, SetTo } from './effect';
import { isIn, keyOf, thingOf, type Thing } from './thing';

/** What is in a database, as far as the statements that made it tell. */
export interface Standing {
  /** Each thing with what it cannot be without, by their keys. */
  things: Map<string, ReadonlySet<string>>;
  columns: Map<string, ColumnFacts>;
  /** The labels of enums, in order. */
  labels: Map<string, readonly string[]>;
  /** What functions do to rows when they are called. */
  rows: Map<string, readonly Rows[]>;
  /** Functions that do nothing, by their keys. */
  idle: ReadonlySet<string>;
}

export function emptyStanding(): Standing {
  return { things: new Map(), columns: new Map(), labels: new Map(), rows: new Map(), idle: new Set() };
}

/** The same, to go on from. */
export function copyOf({ things, columns, labels, rows, idle }: Standing): Standing {
  return {
    things: new Map(things),
    columns: new Map(columns),
    labels: new Map(labels),
    rows: new Map(rows),
    idle,
  };
}

/** The columns of a table. */
export function columnsOf({ columns }: Standing, table: Thing): [string, ColumnFacts][] {
  const prefix = `${keyOf({ kind: 'column', path: table.path })}\0`;
  return [...columns].flatMap(([key, facts]): [string, ColumnFacts][] =>
    key.startsWith(prefix) ? [[key.slice(prefix.length), facts]] : [],
  );
}

export function hasColumn({ columns }: Standing, table: Thing, column: string): boolean {
  return columns.has(keyOf({ kind: 'column', path: [...table.path, column] }));
}

/** A thing, what is in it, and all that cannot be without one of these. */
export function fallingWith({ things }: Standing, dropped: Thing): Thing[] {
  const falling = new Map([[keyOf(dropped), dropped]]);
  for (const thing of falling.values())
    for (const [key, on] of things) {
      if (falling.has(key)) continue;
      const other = thingOf(key);
      if (isIn(other, thing) || on.has(keyOf(thing))) falling.set(key, other);
    }
  return [...falling.values()];
}

/** Goes on with what a statement does. */
export function follow(standing: Standing, effects: readonly Effect[]): void {
  for (const effect of effects)
    if (effect.does === 'make') make(standing, effect);
    else if (effect.does === 'drop')
      for (const thing of fallingWith(standing, effect.thing)) forget(standing, keyOf(thing));
    else if (effect.does === 'rename') rename(standing, effect);
    else if (effect.does === 'set') set(standing, effect);
}

function make(standing: Standing, made: Make): void {
  const { things, columns, labels, rows } = standing;
  const key = keyOf(made.thing);
  if (made.rows) rows.set(key, made.rows);
  if (made.isIdle !== undefined) {
    const others = [...standing.idle].filter((one) => one !== key);
    standing.idle = new Set(made.isIdle ? [...others, key] : others);
  }
  if (things.has(key) && made.forgiving) return;
  things.set(key, new Set(made.on.map(keyOf)));
  if (made.column) columns.set(key, made.column);
  if (made.labels) labels.set(key, made.labels);
  if (!made.place) return;
  const type = keyOf({ kind: 'type', path: made.thing.path.slice(0, 2) });
  labels.set(type, withLabel(labels.get(type) ?? [], made.thing.path.at(-1)!, made.place));
}

function withLabel(labels: readonly string[], label: string, place: NonNullable<Make['place']>): string[] {
  const neighbour = 'before' in place ? place.before : (place.after ?? labels.at(-1));
  const at = neighbour === undefined ? -1 : labels.indexOf(neighbour);
  if (at === -1) return [...labels, label];
  return labels.toSpliced(at + ('before' in place ? 0 : 1), 0, label);
}

function forget({ things, columns, labels }: Standing, key: string): void {
  things.delete(key);
  columns.delete(key);
  labels.delete(key);
}

function rename(standing: Standing, { thing, to }: Rename): void {
  const named = (key: string) => renamed(key, thing, to);
  standing.things = new Map(
    [...standing.things].map(([key, on]) => [named(key), new Set([...on].map(named))]),
  );
  standing.columns = new Map(
    [...standing.columns].map(([key, { type, ...facts }]) => [
      named(key),
      { ...facts, type: type && thingOf(named(keyOf(type))) },
    ]),
  );
  standing.labels = new Map([...standing.labels].map(([key, labels]) => [named(key), labels]));
  if (thing.kind !== 'value') return;
  const type = keyOf({ kind: 'type', path: thing.path.slice(0, 2) });
  const labels = standing.labels.get(type) ?? [];
  standing.labels.set(
    type,
    labels.map((label) => (label === thing.path.at(-1) ? to.path.at(-1)! : label)),
  );
}

/** What is in something that is renamed has another path, too. */
function renamed(key: string, thing: Thing, to: Thing): string {
  const other = thingOf(key);
  if (key === keyOf(thing)) return keyOf(to);
  return isIn(other, thing)
    ? keyOf({ kind: other.kind, path: [...to.path, ...other.path.slice(to.path.length)] })
    : key;
}

const FACTS: Readonly<Record<string, (value: string) => Partial<ColumnFacts>>> = {
  default: (value) => ({
    default: value === '' ? 'none' : /nextval|identity/i.test(value) ? 'number' : 'value',
    constant: null,
  }),
  required: (value) => ({ isRequired: value === 'yes' }),
  unique: (value) => ({ isUnique: value === 'yes' }),
};

function set({ columns }: Standing, { thing, aspect, value }: SetTo): void {
  const key = keyOf(thing);
  const facts = columns.get(key);
  if (facts) columns.set(key, { ...facts, ...FACTS[aspect]?.(value) });
}

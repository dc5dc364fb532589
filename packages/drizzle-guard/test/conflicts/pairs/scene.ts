import { type Model, type Table } from './model';
import type { PairDialect } from './pair';
import type { Random } from './random';
import { Writing } from './writing';

/** One side while it is made: what its database is after what it has said. */
export interface Scene {
  dialect: PairDialect;
  model: Model;
  random: Random;
  /** How the next statement is written. */
  write: Writing;
  /** What everything new is called here: the other side calls it so too. */
  forcedName: string | null;
  /** Which of several is likely to be meant on both sides. */
  lean: number | null;
}

export const sceneOf = (dialect: PairDialect, model: Model, random: Random): Scene => ({
  dialect,
  model,
  random,
  write: new Writing(random, dialect, false),
  forcedName: null,
  lean: null,
});

/** Something that a statement can do to a target. It changes the model, and is null where it cannot be done. */
export interface Verb<Target> {
  kind: string;
  weight: number;
  /** Whether it takes away, or changes, what others may rely on. */
  breaks?: boolean;
  /** Whether it makes something with a name. */
  makes?: boolean;
  write(scene: Scene, target: Target): string[] | null;
}

/** What verbs of columns are about. */
export interface ColumnOf {
  table: Table;
  column: Table['columns'][number];
}

const WORDS = [
  ...['note', 'score', 'total', 'extra', 'flag', 'createdAt', 'code', 'label', 'region', 'weight', 'origin'],
  ...['updated_by', 'locale', 'stock', 'memo', 'phase', 'seen', 'shortName', 'vendor', 'batch', 'colour'],
];

/** A name that nothing has on this side. */
export function newName(scene: Scene, prefix = ''): string {
  const { random, model, forcedName } = scene;
  if (forcedName !== null && !model.taken.has(forcedName)) return taken(model, forcedName);
  for (;;) {
    const word = `${prefix}${random.pick(WORDS)}${random.chance(0.4) ? `_${random.int(1, 9)}` : ''}`;
    if (!model.taken.has(word)) return taken(model, word);
  }
}

/** One of them: the one that the other side is likely to mean too. */
export function leant<T>({ random, lean }: Scene, list: readonly T[]): T | null {
  if (lean === null || random.chance(0.15)) return random.maybe(list);
  return list[lean % Math.max(1, list.length)] ?? null;
}

export function taken(model: Model, name: string): string {
  model.taken.add(name);
  return name;
}

/** Lets a verb write its statements in one hand, or says that it cannot. */
export function written<Target>(scene: Scene, verb: Verb<Target>, target: Target): string[] | null {
  scene.write = new Writing(scene.random, scene.dialect, scene.random.chance(0.5));
  const statements = verb.write(scene, target);
  return statements?.map((sql) => scene.write.finish(sql)) ?? null;
}

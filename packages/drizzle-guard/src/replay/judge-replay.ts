import { openShadow } from '../engines/shadow/open-shadow';
import { ShadowEnded, type CatalogEntry, type Shadow } from '../engines/shadow/shadow';
import { GuardError } from '../errors/guard-error';
import type { History } from '../history/history';
import type { ReplayContext } from '../rules/contexts';
import type { RepeatedStatement } from '../rules/replay/repeated-statement';
import type { Mismatch } from '../rules/replay/snapshot-mismatch';
import type { Tree } from '../sources/tree';
import { differencesBetween, partitionedIn, type Difference } from './differences';
import { firstSince } from './first-since';
import { catalogOf } from './said-catalog';
import {
  readMigrations,
  replayFailed,
  replayOn,
  sqlOf,
  type ReadMigration,
  type ReplayOptions,
} from './replay-history';

/** What a replay showed. */
export interface ReplayVerdict extends ReplayContext {
  /** Why there is no whole answer; what was seen before is there. */
  error: GuardError | null;
  /** False where no snapshot says what the SQL should give; a structure finding says so. */
  isCompared: boolean;
  /** What the SQL has made that no snapshot could say, and that is no difference; in words. */
  besides: string[];
}

/** The SQL that makes what the newest snapshot of a history says out of nothing; null where none says anything. */
export type Build = (history: History) => Promise<string[] | null>;

/**
 * Whether the SQL of a sound history gives what its newest snapshot says: both are run on a shadow, and what is there
 * afterwards is compared.
 * @throws GuardError what `openShadow` throws
 */
export async function judgeReplay(
  tree: Tree,
  history: History,
  options: ReplayOptions,
  build: Build,
): Promise<ReplayVerdict> {
  const migrations = await readMigrations(tree, history);
  const open = () => openShadow(options, sqlOf(migrations), options);
  const shadow = await open();
  let repeated: RepeatedStatement[] = [];
  try {
    const [built, replayed] = await Promise.allSettled([build(history), replayOn(shadow, migrations)]);
    const run = valueOf(replayed);
    const { failed } = run;
    repeated = run.repeated;
    if (failed) throw replayFailed(failed.statement, options);
    const newest = valueOf(built);
    if (newest === null) return { repeated, mismatches: [], error: null, isCompared: false, besides: [] };
    const given = await shadow.catalog();
    const differences = differencesBetween(given, await catalogOf(shadow, newest));
    const mismatches =
      differences.length === 0
        ? []
        : await mismatchesSince(history, migrations, differences, { shadow, open, build });
    return { repeated, mismatches, error: null, isCompared: true, besides: partitionedIn(given) };
  } catch (thrown) {
    if (!(thrown instanceof GuardError)) throw thrown;
    return { repeated, mismatches: [], error: thrown, isCompared: false, besides: [] };
  } finally {
    await shadow.close();
  }
}

function valueOf<T>(settled: PromiseSettledResult<T>): T {
  if (settled.status === 'rejected') throw settled.reason;
  return settled.value;
}

type Definitions = ReadonlyMap<string, string>;

/** A mismatch for each migration since which something differs: both sides are made as they were at its time. */
async function mismatchesSince(
  history: History,
  migrations: readonly ReadMigration[],
  differences: readonly Difference[],
  { shadow, open, build }: { shadow: Shadow; open: () => Promise<Shadow>; build: Build },
): Promise<Mismatch[]> {
  const objects = new Set(differences.map(({ object }) => object));
  const given = await definitionsAfterEach(await open(), migrations, objects);
  const positions = [...new Set([...given.keys(), history.migrations.length - 1])];
  const said = new Map<number, Promise<Definitions | null>>();
  const saidAt = (position: number) => {
    const known = said.get(position) ?? definitionsSaid(shadow, build, until(history, position), objects);
    said.set(position, known);
    return known;
  };
  const groups = new Map<string, { position: number; atTheLatest: boolean; words: string[] }>();
  for (const { object, words } of differences) {
    const { position, after } = await firstSince(positions, async (at) => {
      const definitions = await saidAt(at);
      return definitions && definitions.get(object) !== given.get(at)!.get(object);
    });
    const atTheLatest = position - after > 1;
    const group = groups.get(`${position} ${atTheLatest}`) ?? { position, atTheLatest, words: [] };
    group.words.push(words);
    groups.set(`${position} ${atTheLatest}`, group);
  }
  return [...groups.values()]
    .sort((a, b) => a.position - b.position)
    .map(({ position, atTheLatest, words }) => {
      const { tag, sqlFile } = history.migrations[position]!;
      return { migration: tag, file: sqlFile, atTheLatest, differences: words };
    });
}

/** What the SQL has made of some objects after each migration that has a snapshot; of as many as there was time for. */
async function definitionsAfterEach(
  shadow: Shadow,
  migrations: readonly ReadMigration[],
  objects: ReadonlySet<string>,
): Promise<Map<number, Definitions>> {
  const definitions = new Map<number, Definitions>();
  try {
    await replayOn(shadow, migrations, {
      async onApplied(position) {
        if (migrations[position]!.migration.snapshot)
          definitions.set(position, pick(await shadow.catalog(), objects));
      },
    });
  } catch (thrown) {
    if (!(thrown instanceof ShadowEnded)) throw thrown;
  } finally {
    await shadow.close();
  }
  return definitions;
}

/** Null where drizzle-kit makes nothing of that snapshot, or nothing that runs: old versions wrote other formats. */
async function definitionsSaid(
  shadow: Shadow,
  build: Build,
  history: History,
  objects: ReadonlySet<string>,
): Promise<Definitions | null> {
  try {
    const statements = await build(history);
    return statements && pick(await catalogOf(shadow, statements), objects);
  } catch (thrown) {
    if (thrown instanceof GuardError) return null;
    throw thrown;
  }
}

function pick(entries: readonly CatalogEntry[], objects: ReadonlySet<string>): Definitions {
  return new Map(
    entries.filter(({ object }) => objects.has(object)).map(({ object, definition }) => [object, definition]),
  );
}

/** A history as it was after one of its migrations. */
export function until(history: History, position: number): History {
  const migrations = history.migrations.slice(0, position + 1);
  const files = new Set(migrations.map(({ snapshotFile }) => snapshotFile));
  const snapshots = history.snapshots.filter(({ file }) => files.has(file));
  return { ...history, migrations, snapshots } as History;
}

import { ShadowEnded, type Applied, type Shadow } from '../engines/shadow/shadow';
import { isForgiving } from '../sql/is-forgiving';
import type { Statement } from '../sql/statements';
import type { ReadMigration } from './replay-history';

/** What statements of the migrations so far mean, and the first that said it. */
export type Seen = Map<string, string>;

export function noteIn(seen: Seen, { migration, statements }: ReadMigration): void {
  for (const { meaning } of statements) if (!seen.has(meaning)) seen.set(meaning, migration.tag);
}

/** Runs migrations in their order; each of those that come next may have been run together with an earlier one. */
export interface Runner {
  /**
   * @param toRun its statements, or what is left of them
   * @param seen of all before it
   * @throws ShadowEnded once those that were run before the end are told
   */
  run(position: number, toRun: readonly Statement[], seen: Seen): Promise<Applied>;
  /** Whether more is run already than the migrations up to this one; or nobody can ask any more what is there. */
  isBeyond(position: number): boolean;
}

/** What was run in one go. */
interface Go {
  /** The position of its first. */
  first: number;
  applied: Applied[];
  ended: ShadowEnded | null;
}

/** @param every for how long others are run in one go, in milliseconds: a word for each takes as long as many a migration */
export function runnerOn(shadow: Shadow, migrations: readonly ReadMigration[], every: number): Runner {
  let go: Go | null = null;

  const begin = async (first: number, seen: Seen): Promise<Go> => {
    const met = new Map(seen);
    const next = migrations.slice(first).map((one) => {
      const { statements } = one;
      const watched = watchedIn(statements, met);
      noteIn(met, one);
      return { statements: statements.map(({ sql }) => sql), watched };
    });
    const applied: Applied[] = [];
    try {
      await shadow.applyInOneGo!(next, every, (one) => applied.push(one));
      return { first, applied, ended: null };
    } catch (thrown) {
      if (!(thrown instanceof ShadowEnded)) throw thrown;
      return { first, applied, ended: thrown };
    }
  };

  return {
    async run(position, toRun, seen) {
      const isWhole = toRun === migrations[position]!.statements;
      if (!isWhole || !shadow.applyInOneGo || every === 0)
        return shadow.apply(
          toRun.map(({ sql }) => sql),
          watchedIn(toRun, seen),
        );
      if (!go || (position >= go.first + go.applied.length && !go.ended)) go = await begin(position, seen);
      const applied = go.applied[position - go.first];
      if (!applied) throw go.ended!;
      return applied;
    },
    isBeyond: (position) => go !== null && (go.ended !== null || position < go.first + go.applied.length - 1),
  };
}

/** Positions of statements that were met before, and would say nothing if they were repeated. */
function watchedIn(statements: readonly Statement[], seen: Seen): number[] {
  return statements.flatMap((statement, index) =>
    seen.has(statement.meaning) && isForgiving(statement) ? [index] : [],
  );
}

import { NONE, type Arena } from '../../conflicts/arena';
import { openField, type Field, type Grounds } from '../../conflicts/effects/open-arena';
import { firstLine, placeIn } from '../../conflicts/orders';
import type { Pair } from '../../conflicts/pair';
import { proveMany, type Many } from '../../conflicts/prove-many';
import { provePair } from '../../conflicts/prove-pair';
import { failureOf } from '../../errors/failure';
import { GuardError } from '../../errors/guard-error';
import { TIME_LIMIT } from '../../engines/shadow/open-shadow';
import { ShadowEnded } from '../../engines/shadow/shadow';
import type { ReadMigration } from '../../replay/replay-history';
import type { Place, Verdict } from '../../results/verdict';

/** Where many branches are run, one after another and two together, on one database at the state of the base. */
export interface Bench {
  /** Runs what one brings. */
  alone(branch: readonly ReadMigration[]): Promise<Alone>;
  /** Runs two in both orders. @param before what both bring, which is run first */
  together(before: readonly ReadMigration[], pair: Pair): Promise<Verdict>;
  /** Runs many in two orders. Where that takes too long, nothing is known of them. */
  many(order: readonly ReadMigration[], other: readonly ReadMigration[], withRows: boolean): Promise<Many>;
  close(): Promise<void>;
}

/** `not run`: nothing is known of it. */
export type Alone = { kind: 'runs'; withoutRows: boolean } | { kind: 'fails' | 'not run'; why: string };

/** How many times the time of two they may take. */
const MANY = 3;

/** As long as a timer can wait. */
const WITHOUT_END = 2 ** 31 - 1;

/**
 * Nothing is opened before somebody asks. Each question has its own time: whose is over loses its answer, and the next one
 * has a new database.
 * @param limit of each, in milliseconds; of many at once it is a few times that
 */
export function openBench(grounds: Omit<Grounds, 'limit'>, limit: number): Bench {
  let field: Field | null = null;
  let refused: string | null = null;
  const over = Date.now() + TIME_LIMIT;
  const end = async () => {
    const open = field;
    field = null;
    await open?.close();
  };
  /** Why there is no answer, where there is none. */
  const ask = async <T>(
    work: (field: Field) => Promise<T>,
    time = limit,
  ): Promise<{ value: T } | { why: string }> => {
    if (refused !== null) return { why: refused };
    if (Date.now() > over)
      return { why: `the ${TIME_LIMIT / 1000} s for all branches of a database were over` };
    try {
      field ??= await openField({ ...grounds, limit }, WITHOUT_END);
    } catch (thrown) {
      if (!(thrown instanceof GuardError)) throw thrown;
      return { why: (refused = firstLine(failureOf(thrown).message)) };
    }
    let isOver = false;
    const timer = setTimeout(() => {
      isOver = true;
      void end();
    }, time);
    try {
      return { value: await work(field) };
    } catch (thrown) {
      if (!(thrown instanceof GuardError)) throw thrown;
      if (thrown instanceof ShadowEnded) await end();
      return {
        why: isOver ? `it took longer than ${limit / 1000} s ("proofLimit")` : failureOf(thrown).message,
      };
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    async alone(branch) {
      const answer = await ask((open) => runAlone(open.arenaOf(branch), branch));
      return 'why' in answer ? { kind: 'not run', why: answer.why } : answer.value;
    },
    async together(before, pair) {
      const answer = await ask((open) =>
        provePair(behind(open.arenaOf([...before, ...pair.flat()]), before), pair),
      );
      return 'why' in answer ? { kind: 'cannot tell', why: answer.why } : answer.value;
    },
    async many(order, other, withRows) {
      const answer = await ask((open) => {
        const arena = open.arenaOf(order);
        return proveMany(withRows ? arena : (arena.empty ?? arena), order, other);
      }, MANY * limit);
      return 'why' in answer ? { refused: null } : answer.value;
    },
    close: end,
  };
}

async function runAlone(arena: Arena, branch: readonly ReadMigration[], withoutRows = false): Promise<Alone> {
  const { failure } = await arena.run(branch, NONE, false);
  if (failure === null) return { kind: 'runs', withoutRows };
  // Rows that nobody has may be what it fails for.
  if (arena.empty) return runAlone(arena.empty, branch, true);
  const place = placeIn(branch, failure);
  const why = `${place.migration} fails: ${firstLine(failure.message)} (${place.file}:${place.line})`;
  return { kind: 'fails', why };
}

/** An arena in which something has been run already. */
function behind(arena: Arena, before: readonly ReadMigration[]): Arena {
  if (before.length === 0) return arena;
  return {
    async run(migrations, skipped, withRows) {
      const attempt = await arena.run([...before, ...migrations], skipped, withRows);
      if (attempt.failure === null) return attempt;
      const { failure } = attempt;
      if (failure.migration < before.length) throw unordered(placeIn(before, failure), failure.message);
      return { ...attempt, failure: { ...failure, migration: failure.migration - before.length } };
    },
    pass: (ended) => arena.pass(ended),
    empty: arena.empty && behind(arena.empty, before),
  };
}

function unordered({ migration, file, line }: Place, message: string): GuardError {
  return new GuardError(
    'replay-failed',
    `${migration}, which both bring, fails before what else they bring: ${firstLine(message)} (${file}:${line})`,
    'bring the one branch into the other; nothing of the two was compared',
  );
}

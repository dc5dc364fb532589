import { failureOf } from '../errors/failure';
import { GuardError } from '../errors/guard-error';
import { exitCodeOf, type CommandResult, type DatabaseResult } from '../results/command-result';
import type { Database } from '../workspace/discover';
import type { OnWork } from './open-workspace';

/** A database's result with nothing in it yet. */
export function emptyResult(database: Database): DatabaseResult {
  return {
    name: database.name,
    dir: database.dir,
    dialect: database.stated?.dialect ?? null,
    layout: null,
    findings: [],
    notChecked: [],
  };
}

interface OverOptions {
  /** Whether the first database that fails is the last that is run. */
  failFast?: boolean;
  /** How many are run at the same time. */
  atOnce?: number;
  onWork?: OnWork | undefined;
}

/**
 * Runs one command over its databases, one after another or some at once; the results are in their order. What a
 * database throws becomes its `error`, and the others still have their turn, unless the first that fails is to be the
 * last.
 *
 * @param start the result of a database of which nothing is known yet
 * @param work returns the whole result; or fills the one that was started as it goes, so that what was known before it
 *   throws is kept
 */
export async function overDatabases<D extends DatabaseResult>(
  command: string,
  databases: readonly Database[],
  start: (database: Database) => D,
  work: (database: Database, started: D) => Promise<D | void>,
  { failFast = false, atOnce = 1, onWork }: OverOptions = {},
): Promise<CommandResult<D>> {
  const results: D[] = [];
  let failed: D | undefined;
  const run = async (database: Database, position: number) => {
    const started = start(database);
    onWork?.(`${database.name}: ${command}`);
    let result = started;
    try {
      if (failed) throw notRun(command, database, failed);
      result = (await work(database, started)) ?? started;
    } catch (thrown) {
      started.error = failureOf(thrown);
    }
    if (failFast && exitCodeOf({ command, databases: [result] }) !== 0) failed ??= result;
    results[position] = result;
  };
  const waiting = [...databases.entries()];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await run(next[1], next[0]);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return { command, databases: results };
}

function notRun(command: string, { name }: Database, failed: DatabaseResult): GuardError {
  return new GuardError(
    'not-run',
    `${name} was not run, because ${failed.name} failed before it`,
    `mend ${failed.name} and run it again, or run \`drizzle-guard ${command} --database ${name}\``,
  );
}

import path from 'node:path';
import { GuardError } from '../errors/guard-error';
import { offlineEnvironment } from '../process/variables';
import { exitCodeOf, type CommandResult, type DatabaseResult } from '../results/command-result';
import { startEvaluator, type Evaluator } from '../schema/evaluator';
import type { Tree } from '../sources/tree';
import { workTree } from '../sources/work-tree';
import { readConfiguration, type Configuration } from '../workspace/configuration';
import { discoverDatabases, type Database } from '../workspace/discover';
import { findRoot } from '../workspace/root';
import { selectDatabases } from '../workspace/select';
import { failureOf } from '../errors/failure';

/** What every command about databases is told. */
export interface DatabaseOptions {
  /** Absolute. */
  cwd: string;
  /** Names or folders; none means those of the current folder, else all. */
  database?: readonly string[];
}

/** A workspace that was read, and the databases that a command is about. */
export interface Workspace {
  /** Absolute. */
  root: string;
  tree: Tree;
  configuration: Configuration;
  databases: Database[];
  /** Of every database that there is. */
  names: string[];
}

/**
 * @param treeOf where to read from, given the root; the work tree by default
 * @throws GuardError what `readConfiguration`, `discoverDatabases` and `selectDatabases` throw
 */
export async function openWorkspace(
  { cwd, database = [] }: DatabaseOptions,
  treeOf: (root: string) => Tree | Promise<Tree> = workTree,
): Promise<Workspace> {
  const root = findRoot(cwd);
  const tree = await treeOf(root);
  const configuration = await readConfiguration(tree);
  const all = await discoverDatabases(tree, configuration);
  const databases = selectDatabases(all, database, root, cwd);
  return { root, tree, configuration, databases, names: all.map(({ name }) => name) };
}

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

/**
 * Runs one command over its databases, one after another. What a database throws becomes its `error`, and the others
 * still have their turn, unless the first that fails is to be the last; `work` fills the result as it goes, so that what
 * was known before is kept.
 */
export async function overDatabases<D extends DatabaseResult>(
  command: string,
  databases: readonly Database[],
  start: (database: Database) => D,
  work: (database: Database, result: D) => Promise<void>,
  { failFast = false }: { failFast?: boolean } = {},
): Promise<CommandResult<D>> {
  const results: D[] = [];
  let failed: D | undefined;
  for (const database of databases) {
    const result = start(database);
    try {
      if (failed) throw notRun(command, database, failed);
      await work(database, result);
    } catch (thrown) {
      result.error = failureOf(thrown);
    }
    if (failFast && exitCodeOf({ command, databases: [result] }) !== 0) failed ??= result;
    results.push(result);
  }
  return { command, databases: results };
}

function notRun(command: string, { name }: Database, failed: DatabaseResult): GuardError {
  return new GuardError(
    'not-run',
    `${name} was not run, because ${failed.name} failed before it`,
    `mend ${failed.name} and run it again, or run \`drizzle-guard ${command} --database ${name}\``,
  );
}

/** Gives `work` a thread for user code without credentials, started when it is first asked for, and ends it. */
export async function withEvaluator<T>(
  root: string,
  database: Database,
  work: (evaluator: () => Evaluator) => Promise<T>,
): Promise<T> {
  let evaluator: Evaluator | undefined;
  try {
    return await work(
      () => (evaluator ??= startEvaluator(path.join(root, database.dir), offlineEnvironment(process.env))),
    );
  } finally {
    await evaluator?.close();
  }
}

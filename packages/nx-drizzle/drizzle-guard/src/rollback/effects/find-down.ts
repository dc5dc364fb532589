import { createHash } from 'node:crypto';
import type { Runnable } from '../../apply/read-migrations';
import { downFileOf } from '../../history/down-file';
import type { History, Migration } from '../../history/history';
import { snapshotsBefore } from '../../judging/unproved';
import { stepBetween } from '../../schema/build-statements';
import type { Evaluator } from '../../schema/evaluator';
import { findKit, requireLayout } from '../../schema/kit';
import { stateAfter, togetherAfter } from '../../schema/state-after';
import { readText, type Tree } from '../../sources/tree';
import { BREAKPOINT, statementsOf } from '../../sql/statements';
import { keysFirst } from '../keys-first';
import { renamesBack } from '../renames-back';
import type { Down } from '../way';

/** What is needed to find SQL that takes migrations of one database back. */
export interface Folder {
  tree: Tree;
  /** With its snapshots. */
  history: History;
  dialect: string;
  /** Where drizzle-kit is resolved, absolute. */
  folder: string;
  evaluator: () => Evaluator;
}

/**
 * The SQL that takes a migration back: what somebody wrote by hand; else what drizzle-kit writes from its snapshot to the
 * one before it.
 * @returns why there is none, in words
 * @throws GuardError `drizzle-kit-missing`, `layout-mismatch`, `cannot-evaluate`
 */
export async function findDown(folder: Folder, { tag, statements }: Runnable): Promise<Down | string> {
  const { tree, history } = folder;
  const migration = history.migrations.find((one) => one.tag === tag)!;
  const file = downFileOf(migration);
  const written = await readText(tree, file);
  if (written !== undefined)
    return { file, statements: statementsOf(written).map(({ sql }) => sql), hash: sha256(written) };
  const made = await byKit(folder, migration, statements.join(`\n${BREAKPOINT}\n`));
  if (typeof made === 'string') return made;
  return { file: null, statements: made, hash: sha256(made.join(`\n${BREAKPOINT}\n`)) };
}

async function byKit(
  { tree, history, dialect, folder, evaluator }: Folder,
  migration: Migration,
  sql: string,
): Promise<string[] | string> {
  const { snapshot } = migration;
  if (snapshot === null) return 'it has no snapshot from which drizzle-kit could lead back';
  const before = snapshotsBefore(history, migration);
  if (before === null) return 'the snapshot that it continues is not here';
  if (before.length > 1 && (await togetherAfter(tree, history, before)) === null)
    return 'it is not known what the snapshots that it continues give together';
  requireLayout(findKit(folder), history);
  const { statements } = await stepBetween(
    {
      dialect,
      previous: await stateAfter(tree, history, [snapshot]),
      current: await stateAfter(tree, history, before),
      renames: renamesBack(sql),
    },
    evaluator(),
  );
  if (statements === null) return 'drizzle-kit would have to ask what was renamed, and the SQL does not say';
  const isNothing = statements.length === 0 && statementsOf(sql).length > 0;
  return isNothing
    ? 'it does what no snapshot holds, so drizzle-kit writes nothing that takes it back'
    : keysFirst(statements);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

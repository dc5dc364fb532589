import type { History, JournalHistory } from '../../history/history';
import type { Tree } from '../../sources/tree';
import { commandsOf, isDataOnly } from '../../sql/commands';
import { changesBetween } from '../../state/changes';
import type { Json } from '../../state/json';
import { isSameState } from '../../state/same';
import { withChanges } from '../../state/with-changes';
import { isWithoutSnapshot } from '../give-newest';
import { emptied } from '../../state/emptied';
import { rebuiltOf } from '../named-part';
import type { Newest } from '../repair';
import { inverse, strangeIn, tablesOf } from '../strange';
import type { Prover } from './prover';

/** What a schema says somewhere. */
export interface SchemaState {
  state: Json;
  /** "the schema", "the schema of HEAD" */
  of: string;
}

interface Request {
  tree: Tree;
  history: History;
  schemaStates: () => Promise<SchemaState[]>;
}

/**
 * The state after a newest migration that has no snapshot: that of the schema here or at HEAD, as much of it as its SQL
 * names, or that of the last snapshot, whichever is proved first.
 * @returns undefined where it has one
 */
export async function findNewest(
  { tree, history, schemaStates }: Request,
  prover: Prover,
): Promise<Newest | undefined> {
  if (!isMissing(history)) return undefined;
  const { migrations } = history;
  const from = migrations.findLastIndex(({ snapshot }) => snapshot !== null) + 1;
  const textOf = async (file: string) => (await tree.read(file))?.toString('utf8');
  const since = migrations.slice(from);
  const texts: string[] = [];
  for (const { sqlFile } of since) texts.push((await textOf(sqlFile)) ?? '');
  const sql = texts.join('\n--> statement-breakpoint\n');
  const { tag } = since.at(-1)!;
  const last = migrations[from - 1];
  const known = last ? (JSON.parse((await textOf(last.snapshotFile))!) as Json) : null;
  if (known && isDataOnly(commandsOf(sql)))
    return { state: known, as: `that of ${last!.tag}, since rows are all that was written after it` };
  const wanted = await schemaStates();
  const before = known ?? (wanted[0] ? emptied(wanted[0].state) : null);
  if (!before) return { why: 'there is neither a snapshot before it nor a schema that could be evaluated' };
  let why = '';
  for (const { state, as } of candidates(before, wanted, sql, last?.tag)) {
    const looked = tablesOf([
      ...changesBetween(before, state),
      ...wanted.flatMap((one) => changesBetween(before, one.state)),
    ]);
    const words = await prover.refutes(rebuiltOf(tag, before, sql, state, looked));
    if (words === null) return { state, as };
    why ||= `${as} is not what its SQL leads to: ${words}`;
  }
  return { why };
}

function isMissing(history: History): history is JournalHistory {
  return history.layout === 'journal' && isWithoutSnapshot(history);
}

function candidates(
  before: Json,
  wanted: readonly SchemaState[],
  sql: string,
  last: string | undefined,
): { state: Json; as: string }[] {
  const all = wanted.flatMap(({ state, of }) => {
    const strange = strangeIn(changesBetween(before, state), commandsOf(sql));
    const named = withChanges(state, strange.map(inverse));
    return [
      { state, as: `the state of ${of}` },
      { state: named, as: `the state of ${of} without what its SQL does not do` },
    ];
  });
  all.push({ state: before, as: `the state after ${last ?? 'nothing'}, of which its SQL changes nothing` });
  return all.filter(({ state }, at) => !all.slice(0, at).some((other) => isSameState(other.state, state)));
}

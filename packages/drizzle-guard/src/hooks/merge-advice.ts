import path from 'node:path';
import { offlineEnvironment } from '../process/variables';
import { readText } from '../sources/tree';
import { readHistory } from '../history/read-history';
import { startEvaluator } from '../schema/evaluator';
import { stateAfter } from '../schema/state-after';
import { judgeState } from '../judging/judge-state';
import { openState, type Place } from '../judging/state';
import { readHeads } from '../answers/store';
import { chunksOf } from '../sql/statements';
import { shellWord } from '../text/shell-word';
import type { Side } from './hook';

interface Sides {
  ours: Side;
  theirs: Side;
  head: string;
  other: string;
}

/**
 * How to go on after a merge that was stopped, in drizzle-kit's own way: take the side that stays, and generate the
 * migrations of the other again on top. Only generated ones: SQL that somebody wrote is named, to be kept.
 * The side that moves is the one that has not landed; where neither or both have, it is ours. A side
 * without migrations of its own has nothing to move: the other's are taken as they are.
 */
export async function adviseOnMerge(
  place: Place,
  database: string,
  out: string,
  { ours, theirs, head, other }: Sides,
): Promise<string[]> {
  const hasLanded = (side: Side) => side.migrations.some(({ landed }) => landed);
  if (hasLanded(ours) && hasLanded(theirs))
    return [
      'both sides have landed, so none of these migrations may be dropped or made again:',
      'keep every SQL file and journal entry, ordered by timestamp, each with an index of its own,',
      `then run \`drizzle-guard check --database ${database}\` and mend what it still finds`,
    ];
  const theirsMove = theirs.migrations.length === 0 || (hasLanded(ours) && !hasLanded(theirs));
  const [staying, moving, movingCommit, stayingCommit] = theirsMove
    ? [ours, theirs, other, head]
    : [theirs, ours, head, other];
  const tags = moving.migrations.map(({ tag }) => tag);
  const restore = `git restore --source=${stayingCommit.slice(0, 12)} --staged --worktree -- ${shellWord(out)}`;
  const conclude = `git add ${shellWord(out)} && git commit`;
  if (tags.length === 0) return [`${restore}    # takes the migrations of ${staying.name}`, conclude];
  const authored = await authorship(place, database, out, movingCommit, tags);
  const written = authored.filter(({ author }) => author !== 'generated');
  const keep = written.map(
    ({ sqlFile }) => `keep this SQL: git show ${shellWord(`${movingCommit.slice(0, 12)}:${sqlFile}`)}`,
  );
  const take = `${restore}    # takes the migrations of ${staying.name}, drops ${tags.join(', ')}`;
  const generate = (tag: string, custom = '') =>
    `drizzle-guard generate --database ${database}${custom} --name ${shellWord(nameOf(tag))}`;
  const generated = authored.filter(({ author }) => author === 'generated');
  if (canFollow(authored))
    return [
      ...keep,
      take,
      ...generated.slice(-1).map(({ tag }) => generate(tag)),
      ...written.map(({ tag }) => `${generate(tag, ' --custom')}    # and put the kept SQL into it`),
      conclude,
    ];
  return [
    ...keep,
    take,
    `${generate(tags.at(-1)!)}    # writes the schema changes of all of them as one migration`,
    '# then put those kept statements that it lacks into its SQL, where their order needs them',
    '# (an UPDATE before the SET NOT NULL that relies on it); what it already holds must not run twice',
    conclude,
  ];
}

/** What wrote a migration: drizzle-kit, a person, or both (also where that cannot be told). */
type Author = 'generated' | 'custom' | 'mixed';

interface Authored {
  tag: string;
  sqlFile: string;
  author: Author;
}

/** Whether generating once and adding the hand-written ones after it keeps the order and repeats no statement. */
function canFollow(authored: readonly Authored[]): boolean {
  const authors = authored.map(({ author }) => author);
  const firstCustom = authors.indexOf('custom');
  const inOrder = firstCustom === -1 || authors.slice(firstCustom).every((author) => author === 'custom');
  return inOrder && !authors.includes('mixed');
}

/** What wrote each migration, told by what drizzle-kit would write between its parents' state and its own. */
async function authorship(
  place: Place,
  database: string,
  out: string,
  commit: string,
  tags: readonly string[],
): Promise<Authored[]> {
  const state = { kind: 'commit', commit, label: commit.slice(0, 10) } as const;
  const { databases } = await judgeState(place, state, new Set([database]));
  const judged = databases[0];
  const { tree, close } = openState(place, state);
  const folder = path.join(place.root, judged?.database.dir ?? '.');
  const evaluator = startEvaluator(folder, offlineEnvironment(process.env));
  try {
    const history = await readHistory(tree, out, readHeads(place.gitDir));
    const authored: Authored[] = [];
    for (const tag of tags) {
      const migration = history.migrations.find((candidate) => candidate.tag === tag)!;
      const { snapshot } = migration;
      const before = history.snapshots.filter(({ id }) => snapshot?.parents.includes(id));
      const sql = (await readText(tree, migration.sqlFile)) ?? null;
      const answer =
        snapshot &&
        (await evaluator.ask({
          kind: 'diff',
          dialect: history.dialect ?? '',
          previous: await stateAfter(tree, history, before),
          current: await stateAfter(tree, history, [snapshot]),
        }));
      const generated = answer?.kind === 'diff' ? answer.statements : null;
      const author = sql === null || generated === null ? 'mixed' : authorOf(sql, generated);
      authored.push({ tag, sqlFile: migration.sqlFile, author });
    }
    return authored;
  } finally {
    close();
    await evaluator.close();
  }
}

/** White space does not count. */
export function authorOf(sql: string, generated: readonly string[]): Author {
  const plain = (text: string) => text.replaceAll(/\s+/g, ' ').trim().replace(/;$/, '');
  const known = new Set(generated.map(plain));
  const statements = chunksOf(sql).map(plain).filter(Boolean);
  if (known.size === 0) return 'custom';
  return statements.length > 0 && statements.every((statement) => known.has(statement))
    ? 'generated'
    : 'mixed';
}

/** `0003_title` and `20260131120000_title` → `title`. */
function nameOf(tag: string): string {
  return tag.replace(/^[^_]*_/, '');
}

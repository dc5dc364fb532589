import type { Side, MergeAdvice } from '../results/hook-result';
import { stateAfter } from '../schema/state-after';
import type { Commit } from '../sources/state';
import { readText } from '../sources/tree';
import { chunksOf } from '../sql/statements';
import { shellWord } from '../text/shell-word';
import { titleOf } from '../text/tag';
import type { Session } from './session';
import type { MergeSides } from './sides-of';
import { adviseOnUpgrade } from './upgrade-advice';
import { withEvaluator } from './with-evaluator';

/**
 * How to go on after a merge that was stopped, in drizzle-kit's own way: take the side that stays, and generate the
 * migrations of the other again on top. Only generated ones: SQL that somebody wrote is named, to be kept. A side without
 * migrations of its own has nothing to move: the other's are taken as they are.
 */
export async function adviseOnMerge(
  session: Session,
  database: string,
  out: string,
  sides: MergeSides,
): Promise<MergeAdvice> {
  const { mine, theirs, upgrade } = sides;
  const steps = upgrade
    ? await adviseOnUpgrade(session, database, out, { ...sides, upgrade })
    : await stepsFor(session, database, out, sides);
  return { mine, theirs, steps };
}

async function stepsFor(
  session: Session,
  database: string,
  out: string,
  { mine, theirs, isLanded, several }: MergeSides,
): Promise<string[]> {
  if (several.length > 0)
    return [
      'git merge --abort    # then one head at a time: where one is stopped, it says how to go on',
      ...several.map(({ name }) => `git merge ${shellWord(name)}`),
    ];
  if (isLanded)
    return [
      'both sides have landed, so none of these migrations may be dropped or made again:',
      'keep every SQL file and journal entry, ordered by timestamp, each with an index of its own,',
      `then run \`drizzle-guard check --database ${database}\` and mend what it still finds`,
    ];
  const tags = mine.migrations.map(({ tag }) => tag);
  const restore = `git restore --source=${theirs.commit.slice(0, 12)} --staged --worktree -- ${shellWord(out)}`;
  const conclude = `git add ${shellWord(out)} && git commit`;
  if (tags.length === 0) return [`${restore}    # takes the migrations of ${theirs.name}`, conclude];
  const authored = await authorship(session, database, out, mine, tags);
  const written = authored.filter(({ author }) => author !== 'generated');
  const keep = written.map(
    ({ sqlFile }) => `keep this SQL: git show ${shellWord(`${mine.commit.slice(0, 12)}:${sqlFile}`)}`,
  );
  const take = `${restore}    # takes the migrations of ${theirs.name}, drops ${tags.join(', ')}`;
  const generate = (tag: string, custom = '') =>
    `drizzle-guard generate --database ${database}${custom} --name ${shellWord(titleOf(tag))}`;
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
  session: Session,
  name: string,
  out: string,
  { commit }: Side,
  tags: readonly string[],
): Promise<Authored[]> {
  const at: Commit = { kind: 'commit', commit, label: commit.slice(0, 10) };
  const { databases } = await session.workspace(at);
  const { dir } = databases.find((database) => database.name === name) ?? { dir: '.' };
  const tree = await session.tree(at);
  const history = await session.history(at, out);
  return withEvaluator(session, { dir }, async (evaluator) => {
    const authored: Authored[] = [];
    for (const tag of tags) {
      const migration = history.migrations.find((candidate) => candidate.tag === tag)!;
      const { snapshot } = migration;
      const before = history.snapshots.filter(({ id }) => snapshot?.parents.includes(id));
      const sql = (await readText(tree, migration.sqlFile)) ?? null;
      const answer =
        snapshot &&
        (await evaluator().ask({
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
  });
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

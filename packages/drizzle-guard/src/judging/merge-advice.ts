import type { Advice, OperationAdvice } from '../results/advice';
import { baseName, folderOf } from '../text/paths';
import { shellWord } from '../text/shell-word';
import { listOf } from '../text/words';
import type { Apart } from './folder-at';
import { makeAgain, undoneAnew } from './make-again';
import { rebaseAdvice } from './rebase-advice';
import type { Session } from './session';
import type { MergeSides } from './sides-of';
import { adviseOnUpgrade } from './upgrade-advice';

/** A database at which an operation is stopped. */
export interface Advised {
  database: string;
  /** The migrations folder, from the root. */
  out: string;
  /** Whether it is a bare one. */
  isBare?: boolean | undefined;
  /** Whether mine cannot be moved behind theirs as they are. */
  isApart: boolean;
}

/**
 * How to go on after a merge that was stopped: move the migrations of one side behind those of the other; where they cannot
 * be moved, make them again there, in drizzle-kit's own way. A side without migrations of its own has nothing to move: the other's are taken as
 * they are. What concludes the merge is not among the steps; `isWhole` where they take it back.
 *
 * @param base what has landed, as people say it; null where that is not known
 */
export async function adviseOnMerge(
  session: Session,
  { database, out, isBare, isApart }: Advised,
  sides: MergeSides,
  base: string | null = null,
): Promise<OperationAdvice & { isWhole: boolean }> {
  const { mine, theirs, isLanded, several, upgrade } = sides;
  const told = { mine, theirs };
  if (upgrade) return { ...told, ...(await adviseOnUpgrade(session, database, out, { ...sides, upgrade })) };
  if (several.length > 0)
    return {
      ...told,
      ...mergedAgain(
        several.map(({ name }) => name),
        'takes this merge back, and merges one head at a time: where one is stopped, it says how to go on',
      ),
    };
  if (isLanded && base !== null) {
    const other = mine.isHead ? theirs : mine;
    return {
      ...told,
      ...mergedAgain(
        [base, other.name],
        `migrations of both sides are on ${base}, so none of them may be dropped or made again: takes this merge back, and merges ${base} first, which has them in order`,
      ),
    };
  }
  const tags = mine.migrations.map(({ tag }) => tag);
  if (tags.length > 0 && !isApart)
    return { ...told, ...rebaseAdvice({ database, isBare, tags, behind: theirs.name }) };
  const remaking = {
    ...{ database, out, taken: theirs, from: mine.commit, aborting: 'git merge --abort' },
    tags,
  };
  return { ...told, ...(await makeAgain(session, remaking)) };
}

/** The same where a merge has lost migrations of a side: only a merge brings back what the schema had of them. */
export function adviseOnLoss(
  { mine, theirs }: MergeSides,
  tags: readonly string[],
  others: readonly string[],
) {
  return {
    ...{ mine, theirs },
    ...mergedAgain(
      others,
      `takes this merge back and merges again, so that ${listOf(tags)} ${tags.length === 1 ? 'stays' : 'stay'}: without \`-s ours\`, and with both sides' changes of the schema; to drop ${tags.length === 1 ? 'it' : 'one'} on purpose, do so in a commit of its own first`,
    ),
  };
}

/** The same where one side has taken out, in a commit of its own, what the one that is checked out has. */
export async function adviseOnUndone(
  session: Session,
  database: string,
  out: string,
  { mine, theirs }: MergeSides,
  tags: readonly string[],
): Promise<OperationAdvice & { isWhole: boolean }> {
  const [head, other] = mine.isHead ? [mine, theirs] : [theirs, mine];
  const own = other.migrations.map(({ tag }) => tag);
  const aborting = 'git merge --abort';
  const remaking = { database, out, taken: head, from: other.commit, tags: own, aborting };
  const { notes, steps, isWhole } = await makeAgain(session, remaking);
  if (isWhole) return { mine, theirs, notes, steps, isWhole };
  return {
    ...{ mine, theirs },
    notes: [...notes, undoneAnew(tags)],
    steps: [...steps, `drizzle-guard generate --database ${shellWord(database)}`],
    isWhole: false,
  };
}

/**
 * The same where one side has renamed the folder, or the package around it: neither what git leaves nor one side's folder has
 * the migrations of both. What config and schema say of it is nobody's but people's to change.
 */
export function adviseOnRenamed({ own, other }: Apart): Advice & { isWhole: true } {
  const [from, to] = renamed(own, other);
  const parents = folderOf(from) === folderOf(to) ? [] : [`mkdir -p ${shellWord(folderOf(to) || '.')}`];
  return {
    notes: [
      `the migrations lie in ${own} on one side and in ${other} on the other, so this merge has a half of them in each: take it back, rename the folder as the other side has it, let the config say so too, and commit that; then merge again`,
    ],
    steps: ['git merge --abort', ...parents, `git mv ${shellWord(from)} ${shellWord(to)}`],
    isWhole: true,
  };
}

/** The same where a rebase has put a branch that renames the folder behind what had landed in it: both folders are there. */
export function adviseOnRenamedHere({ own, other }: Apart, name: string): Advice {
  return {
    notes: [
      `the rebase is done, and the migrations lie in ${own} here and in ${other} on ${name}: have all of them where ${name} has them, let the config say so, and commit that; then \`drizzle-guard check\` tells what is left. The folder can be renamed once the branch has landed`,
    ],
    steps: [`git mv ${shellWord(own)}/* ${shellWord(other)}/`],
  };
}

/** The folders that were renamed, without what is the same in both: a package, where it is the package. */
function renamed(own: string, other: string): [from: string, to: string] {
  let [from, to] = [own, other];
  while (baseName(from) === baseName(to) && folderOf(from) !== '' && folderOf(to) !== '')
    [from, to] = [folderOf(from), folderOf(to)];
  return [from, to];
}

function mergedAgain(names: readonly string[], note: string): Advice & { isWhole: true } {
  const merges = [...new Set(names)].map((name) => `git merge ${shellWord(name)}`);
  return { notes: [note], steps: ['git merge --abort', ...merges], isWhole: true };
}

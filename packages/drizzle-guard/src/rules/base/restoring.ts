import { shellWord } from '../../text/shell-word';
import { listOf } from '../../text/words';
import type { BaseContext } from '../contexts';

/**
 * How what has landed comes in, where that is how it goes on.
 * @param then what is said of then, as in "bring 0003_tags into folders"
 */
export function mergingIn(base: string, then: string): string {
  return `bring what has landed in: \`git merge ${shellWord(base)}\`; \`drizzle-guard check\` then says how to ${then}`;
}

/** @param tags of migrations that have not landed, as a list */
export function movingBehind(base: string, tags: string, how = ''): string {
  return `\`drizzle-guard rebase --onto ${shellWord(base)}${how}\` brings in what has landed and moves ${tags} behind it`;
}

/** The command that puts files back as they have landed. */
export function restoring({ base }: BaseContext, files: readonly string[]): string {
  const paths = files.map((file) => shellWord(file || '.')).join(' ');
  return `git restore --source=${shellWord(base.source)} --staged --worktree -- ${paths}`;
}

/** The same as a part of a sentence. */
export function restore(context: BaseContext, files: readonly string[]): string {
  return `\`${restoring(context, files)}\``;
}

/**
 * The same where the state was another as well: the schema is held against what has landed again, and migrations that were
 * made on top of the other state are made again.
 */
export function restoreState(context: BaseContext, files: readonly string[]): string {
  const { mine, history } = context;
  if (mine.length === 0)
    return `${restore(context, files)}, then \`drizzle-guard generate\` writes what the schema wants otherwise as a new migration`;
  const tags = listOf(mine.map(({ tag }) => tag));
  return `${restore(context, [history.dir])}, delete what is left of ${tags} (keep hand-written SQL), then \`drizzle-guard generate\` makes anew what the schema wants beyond that`;
}

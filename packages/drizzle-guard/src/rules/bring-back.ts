import type { Problem } from '../history/history';
import { BOTH_SIDES } from '../text/json';
import { shellWord } from '../text/shell-word';

/**
 * How a file comes back that cannot be read. One with both sides of a merge is left by a merge that was cut off while its
 * hooks ran: git knows of it no more (MERGE_HEAD is written after them), and the rest of it is staged beside that file.
 *
 * @param otherwise what to do where HEAD has it so too
 */
export function bringBack({ file, message }: Problem, otherwise: string): string {
  if (message === BOTH_SIDES)
    return 'take back the merge that was cut off: `git reset --merge` (or, where it was recorded like this, `git reset --keep ORIG_HEAD`), then merge again';
  return `bring it back: \`git restore --source=HEAD --staged --worktree -- ${shellWord(file)}\`; where HEAD has it so too, ${otherwise}`;
}

import { shellWord } from '../text/shell-word';
import { listOf } from '../text/words';
import type { JudgedMeeting, OpenBranches } from './contexts';

/** The migrations of both sides, with their branches where neither has landed. */
export function bothIn({ sides, open }: Pick<JudgedMeeting, 'sides' | 'open'>): string {
  const [mine, theirs] = sides.map(({ tags }) => listOf(tags));
  return open ? `${mine} of ${open.names[0]} and ${theirs} of ${open.names[1]}` : `${mine} and ${theirs}`;
}

/**
 * What the one does once the other has landed.
 * @param how options of the command, each with a space before it
 */
export function landingAfter({ names, base }: OpenBranches, tags: string, how = ''): string {
  return `neither has landed, and the one that lands second goes behind. Where ${names[1]} lands first: \`drizzle-guard rebase --onto ${shellWord(base)}${how}\` then moves ${tags}`;
}

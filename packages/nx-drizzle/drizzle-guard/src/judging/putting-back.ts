import type { Kept } from '../sql/made-again';
import type { Passage } from '../sql/passages';
import { BREAKPOINT } from '../sql/statements';
import { shellWord } from '../text/shell-word';
import type { Authored } from './authorship';

/**
 * The commands that put hand-written SQL into the one file that ends with a name: what it is called before that is not known
 * yet.
 */
export function puttingBack(
  { out, from }: { out: string; from: string },
  authored: readonly Authored[],
  kept: readonly Kept[],
  name: string,
  isFolders: boolean,
): string[] {
  const into = `${shellWord(`${out}/`)}*_${name}${isFolders ? '/migration' : ''}.sql`;
  const sources = kept.flatMap(({ tag, runs }) => {
    const { sqlFile } = authored.find((one) => one.tag === tag)!;
    const show = `git show ${shellWord(`${from.slice(0, 12)}:${sqlFile}`)}`;
    return runs === null ? [show] : runs.map((run) => `${show} | ${linesOf(run)}`);
  });
  return sources.flatMap((source, at) => [
    ...(at > 0 ? [`echo '${BREAKPOINT}' | tee -a ${into}`] : []),
    `${source} | tee${at > 0 ? ' -a' : ''} ${into}`,
  ]);
}

/** The lines of statements that follow each other, without the breakpoint behind the last. */
function linesOf(run: readonly Passage[]): string {
  const { first } = run[0]!;
  const { last, isBroken } = run.at(-1)!;
  const lines = first === last ? `${first}p` : `${first},${last}p`;
  return isBroken ? `sed -n -e '${last}s/${BREAKPOINT}.*//' -e ${lines}` : `sed -n ${lines}`;
}

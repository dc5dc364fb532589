import type { Ruling, Verdict } from '../results/verdict';
import type { Reading } from './reading/read-pair';

/**
 * What a run has shown, but for what no run shows: rows that both sides write, and of which the shadow has none. Pure.
 */
export function ruled(proved: Verdict, { verdict: read, data }: Reading): Ruling {
  const isPeace = proved.kind === 'commute' || proved.kind === 'convergent';
  if (isPeace && data)
    return { verdict: data, notProved: 'no row of the shadow shows it; yours may', readOtherwise: null };
  const isOtherwise =
    read.kind !== 'cannot tell' && proved.kind !== 'cannot tell' && isTold(read) !== isTold(proved);
  return { verdict: proved, notProved: null, readOtherwise: isOtherwise ? wordsOf(read) : null };
}

/** What the text tells where nothing can be run. Pure. */
export function readAlone({ verdict }: Reading, why: string): Ruling {
  if (verdict.kind !== 'cannot tell') return { verdict, notProved: why, readOtherwise: null };
  return {
    verdict: { kind: 'cannot tell', why: `${why}, and ${verdict.why}` },
    notProved: null,
    readOtherwise: null,
  };
}

/** Whether it comes to a finding, whatever it is called. */
function isTold(verdict: Verdict): boolean {
  return verdict.kind === 'conflict' || (verdict.kind === 'convergent' && verdict.refused !== null);
}

function wordsOf(verdict: Verdict): string {
  if (verdict.kind === 'conflict') return `a conflict: ${verdict.shown.join('; ')}`;
  return verdict.kind === 'commute' ? 'no conflict' : `${verdict.kind}`;
}

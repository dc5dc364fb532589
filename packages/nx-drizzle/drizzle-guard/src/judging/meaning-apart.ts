import type { MadeAgain } from '../sql/made-again';
import type { Making, Remaking } from './make-again';

/** How much of a statement is shown. */
const SHOWN = 72;

/** Two sides that contradict each other, so that no order of theirs is right: people decide, and begin again. */
export function meaningApart(
  { tag, passage, gone }: NonNullable<MadeAgain['apart']>,
  { taken, aborting }: Remaking,
): Making {
  const object = gone.table === null ? gone.name : `${gone.table}.${gone.name}`;
  return {
    notes: [
      `${tag} and ${gone.tag} of ${taken.name} contradict each other: ${tag} says ${inShort(passage.sql)} (line ${passage.first}), and after ${inShort(gone.command)} there is no ${object} any more`,
      `decide which of them is right: change that statement of ${tag} (or take it out), or let the schema keep ${object}, in a commit on the side that has ${tag}; the command takes this back until then`,
    ],
    steps: [aborting],
    isWhole: true,
  };
}

function inShort(sql: string): string {
  const line = sql.replaceAll(/\s+/g, ' ').trim();
  return `\`${line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line}\``;
}

import type { History } from '../history/history';
import { readHistory } from '../history/read-history';
import { openState, type Place, type State } from './state';
import { readHeads } from '../answers/store';

/** A state's history, with the heads of snapshots that are known already. */
export async function historyOf(place: Place, state: State, out: string): Promise<History> {
  const { tree, close } = openState(place, state);
  try {
    return await readHistory(tree, out, readHeads(place.gitDir));
  } finally {
    close();
  }
}

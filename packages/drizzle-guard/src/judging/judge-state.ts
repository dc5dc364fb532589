import { offlineEnvironment } from '../process/variables';
import { git } from '../git/git';
import { parseLsFiles, readCommitEntries, type TreeEntries } from '../sources/git-tree';
import { listingOf, pathspecsOf } from '../answers/match-inputs';
import type { JudgedState, Place, State } from './state';
import { findGood } from '../answers/still-good';
import { readStore, type Store } from '../answers/store';

/**
 * Judges every database of a state; answers that were kept are used where all they rest on is the same, so that a
 * known state costs one git process.
 *
 * @param only names of the databases to judge; all by default
 * @throws GuardError where the configuration itself cannot be read
 */
export async function judgeState(
  place: Place,
  state: State,
  only?: ReadonlySet<string>,
): Promise<JudgedState> {
  const store = readStore(place.gitDir);
  const environment = offlineEnvironment(process.env);
  const entries = scopedEntries(place.root, state, store);
  const listing = listingOf([...entries.keys()].sort(), (path) => entries.get(path) ?? null);
  const present = { listing, environment };
  const discovery = findGood(store.discoveries, present);
  const databases = discovery?.databases
    .filter(({ name }) => !only || only.has(name))
    .map((database) => ({
      database,
      verdict: findGood(store.verdicts[database.name], present),
      failure: null,
    }));
  if (discovery && databases?.every(({ verdict }) => verdict)) return { discovery, databases };
  // What evaluates is large, and mostly not needed.
  const { judgeAnew } = await import('./judge-anew');
  return judgeAnew(place, state, { store, present, discovery, only });
}

/** For the index, only what decides about the kept answers: git reads the same index, but less is handed over. */
function scopedEntries(root: string, state: State, store: Store): TreeEntries {
  if (state.kind === 'commit') return readCommitEntries(root, state.commit);
  const inputs = [...store.discoveries, ...Object.values(store.verdicts).flat()].map((kept) => kept.inputs);
  if (inputs.length === 0) return new Map();
  const pathspecs = pathspecsOf(inputs) ?? [];
  return parseLsFiles(git(['ls-files', '--stage', '-z', '--', ...pathspecs], { cwd: root }));
}

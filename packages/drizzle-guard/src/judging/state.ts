import { openBlobs } from '../git/blobs';
import { gitTree, readCommitEntries, readIndexEntries, type TreeEntries } from '../sources/git-tree';
import type { Tree } from '../sources/tree';
import type { Database } from '../workspace/discover';
import type { Inputs } from '../answers/recording-tree';
import type { Discovery } from '../answers/store';
import type { Verdict } from './structure';
import type { Failure } from '../errors/failure';

/** The files that are to be judged: what the index would commit, or a commit. */
export type State = { kind: 'index' } | { kind: 'commit'; commit: string; label: string };

export interface JudgedDatabase {
  database: Database;
  /** What is known; with a failure at most the structure of the history. */
  verdict: Verdict | null;
  /** Why the schema could not be judged, and what was read before that became clear. */
  failure: { error: Failure; inputs: Inputs } | null;
}

export interface JudgedState {
  discovery: Discovery;
  databases: JudgedDatabase[];
}

export interface Place {
  /** Absolute. */
  root: string;
  gitDir: string;
}

/** Opens a state as a Tree, for what no verdict tells; the caller closes it. */
export function openState({ root }: Place, state: State): { tree: Tree; close(): void } {
  const blobs = openBlobs(root);
  const label = state.kind === 'index' ? 'the index' : state.label;
  return { tree: gitTree(root, label, allEntries(root, state), blobs), close: () => blobs.close() };
}

function allEntries(root: string, state: State): TreeEntries {
  return state.kind === 'index' ? readIndexEntries(root) : readCommitEntries(root, state.commit);
}

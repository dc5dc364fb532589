/** Which files are looked at: those on disk, what the index would commit, or those of a commit. */
export type State = { kind: 'worktree' } | { kind: 'index' } | Commit;

export interface Commit {
  kind: 'commit';
  commit: string;
  /** As people say it: a branch, HEAD, or the beginning of its id. */
  label: string;
}

/** The same for states that hold the same files. */
export function keyOf(state: State): string {
  return state.kind === 'commit' ? state.commit : state.kind;
}

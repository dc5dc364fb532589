/** How to go on: each step is a command as it is typed, and what is only read stands beside them. */
export interface Advice {
  /** Sentences, in no one's way when the steps are copied. */
  notes: string[];
  /** Commands, in order, one each, from the root. */
  steps: string[];
}

/** One of the two that an operation brings together. */
export interface Side {
  /** The branch or commit, as people say it. */
  name: string;
  commit: string;
  /** Whether it is what is checked out. */
  isHead: boolean;
  /** Migrations that only this side has, with whether they have landed. */
  migrations: { tag: string; landed: boolean }[];
}

/** In an operation of git's that is stopped: what each side brings, and how to go on. */
export interface OperationAdvice extends Advice {
  mine: Side;
  theirs: Side;
}

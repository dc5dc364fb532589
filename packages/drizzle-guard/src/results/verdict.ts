/** Whether two branches of migrations can live together. */
export type Verdict = Commute | Convergent | Conflict | CannotTell;

/** Both orders work, and lead to the same. */
export interface Commute {
  kind: 'commute';
}

/** Both do the same, as far as they touch; without what is done twice they commute. */
export interface Convergent {
  kind: 'convergent';
  /** What both do, as the first writes it: whole statements. */
  same: string[];
  /** Why one cannot be run after the other as they are, in words; null where that does no harm. */
  refused: string | null;
}

/** One removes what the other needs, or what they lead to hangs on which comes first. */
export interface Conflict {
  kind: 'conflict';
  /** The statement of each that it is about, where it is known. */
  does: readonly [Place | null, Place | null];
  /** What happens in the one order and in the other, or what is another then; in words. */
  shown: string[];
  /** Whether all can be run where the first of the two comes first, and where the second does. */
  works: readonly [boolean, boolean];
}

export interface CannotTell {
  kind: 'cannot tell';
  why: string;
}

/** A statement of a migration. */
export interface Place {
  migration: string;
  file: string;
  line: number;
  sql: string;
}

/** A verdict, with what is to be known of how it was found. */
export interface Ruling {
  verdict: Verdict;
  /** Why it was read and not run; null where it was run. */
  notProved: string | null;
  /** What the text told, where a run has shown otherwise: the run is right. */
  readOtherwise: string | null;
}

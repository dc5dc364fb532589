import type { Place, Verdict } from './verdict';

/** A branch beside every other one that has not landed. */
export interface Against {
  /** What they will land on, as people say it. */
  base: string;
  /** Those that bring migrations which the base lacks; this branch first, where it does. */
  branches: AgainstBranch[];
  /** How many others were looked at and bring none. */
  without: number;
  /** Every two that were judged, in the order of the branches. */
  pairs: AgainstPair[];
  /** In which they land with the fewest moves. */
  order: string[];
  /** Those of them that have to be made again on top of what has landed by then, in that order. */
  moves: AgainstMove[];
  /** Whether they are the members of a merge group: then each of them counts, and not this branch alone. */
  isMergeGroup: boolean;
}

export interface AgainstBranch {
  /** As people say it: `origin/tags`. */
  name: string;
  /** Null where it is the work tree, or the index. */
  commit: string | null;
  isThis: boolean;
  /** Those that the base lacks, in their order. */
  migrations: AgainstMigration[];
  /**
   * `fails`: what it brings cannot be run on the base; `broken`: it is not known what it brings; `unrelated`: it has no
   * migration in common with the base; `not judged`: nothing could be run. All but `judged` are beside no other one.
   */
  state: 'judged' | 'fails' | 'broken' | 'unrelated' | 'not judged';
  /** Why it is not judged, in words; null where it is. */
  why: string | null;
}

export interface AgainstMigration {
  migration: string;
  /** When it was made (ISO 8601); null where the number that stands there is no time. */
  madeAt: string | null;
}

export interface AgainstPair {
  /** Their names. */
  branches: readonly [string, string];
  verdict: Verdict['kind'];
  /** `contained`: the one has all that the other brings. Null where it could not be told. */
  how: 'proof' | 'reading' | 'no name in common' | 'contained' | null;
  /** Why it was read and not run, or only partly; null where it was run, or need not be. */
  notProved: string | null;
  /** What shows it, or why it cannot be told; in words. */
  shown: readonly string[];
  /** The statement of each that a conflict is about, where it is known. */
  does: readonly [Place | null, Place | null];
  /** What both do, a statement each. */
  same: readonly string[];
  /** The one that has to land first for both to work; null where both orders are alike. */
  first: string | null;
  /** Numbers that both have given to a migration, in a journal. */
  sameNumber: readonly string[];
  /** What comes late where one of them lands after the other. */
  late: readonly AgainstLate[];
}

export interface AgainstLate {
  branch: string;
  after: string;
  migrations: readonly string[];
}

export interface AgainstMove {
  branch: string;
  because: readonly { kind: MoveReason; with: readonly string[] }[];
}

export type MoveReason = 'same number' | 'late' | 'conflict' | 'convergent';

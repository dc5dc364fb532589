import type { FileEdit } from '../files/edit';
import type { Finding } from '../rules/finding';
import type { Code } from '../rules/index';
import type { Json } from '../state/json';

/** Something that can be mended without losing anything. */
export interface Repair {
  /** The finding that it mends. */
  code: Code;
  migration?: string;
  file: string;
  /** What is done, in words. */
  what: string;
  /** Present where a replay, or drizzle-kit, has yet to bear it out: --repair asks before anything is written. */
  unproved?: true;
}

/** Something that only people can decide. */
export interface Decision {
  code: Code;
  migration?: string;
  file?: string;
  /** Why it is not mended. */
  what: string;
  /** What can be done, a line each; commands as they are typed. */
  options: string[];
}

/** A snapshot that was worked out, and what it has to agree with. */
export interface Rebuilt {
  migration: string;
  /** The state before it, the SQL, and the state after it: the one that was worked out is one of the two. */
  before: Told;
  sql: string;
  after: Told;
}

/** A state: the text of a snapshot that holds all of it, or all snapshots by folder and those after which it is. */
export type Told = string | { snapshots: Readonly<Record<string, string>>; leaves: readonly string[] };

/** The state after a newest migration that has no snapshot, and what says so; or why it is not known. */
export type Newest = { state: Json; as: string } | { why: string };

export interface RepairPlan {
  repairs: Repair[];
  edits: FileEdit[];
  /** Files that a repair changes as well, of which the new text is worked out when it is carried out. */
  later: string[];
  decisions: Decision[];
  /** To be proved; what is not is a decision. */
  rebuilt: Rebuilt[];
  /** What the structure checks would find then. */
  left: Finding[];
  /** What would be worse after it, in words; a plan with that mends nothing. */
  harm: string | null;
}

import type { FileEdit } from '../files/edit';
import type { Finding } from '../rules/finding';
import type { Code } from '../rules/index';

/** Something that can be mended without losing anything. */
export interface Repair {
  /** The finding that it mends. */
  code: Code;
  migration?: string;
  file: string;
  /** What is done, in words. */
  what: string;
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
  before: string;
  sql: string;
  after: string;
}

export interface RepairPlan {
  repairs: Repair[];
  edits: FileEdit[];
  decisions: Decision[];
  /** To be proved on a shadow; what is not is a decision. */
  rebuilt: Rebuilt[];
  /** What the structure checks would find then. */
  left: Finding[];
  /** Those of them that are not there now: with any, the plan is wrong and is not carried out. */
  brings: Finding[];
  /** Whether databases get something else than before: other SQL, another name, time or order. With that it is wrong, too. */
  reachesDatabases: boolean;
}

import type { Answered, Reply } from '../state/replies';

/** What the evaluating process is asked, and what it answers. Everything in it survives a structured clone. */
export type Request =
  | ConfigRequest
  | SchemaRequest
  | StateRequest
  | KnownRequest
  | DiffRequest
  | BuildRequest
  | { kind: 'load-kit' };

export interface ConfigRequest {
  kind: 'config';
  code: string;
  filename: string;
  /** The working directory that the code sees, absolute. */
  cwd: string;
}

/** A schema, bundled. */
export interface SchemaCode {
  code: string;
  filename: string;
  /** The working directory that the code sees, absolute. */
  cwd: string;
  dialect: string;
  casing: string | null;
}

export interface SchemaRequest extends SchemaCode {
  kind: 'schema';
  previous: SnapshotState;
  /** What somebody answered to "renamed or created?" before it is asked. */
  replies?: readonly Reply[];
}

/** Whether a state is that of the schema which was judged last, as it was evaluated then. */
export interface KnownRequest {
  kind: 'known';
  dialect: string;
  state: SnapshotState;
}

/** What a schema says, where there is nothing to compare it with. */
export interface StateRequest extends SchemaCode {
  kind: 'state';
}

/** What drizzle-kit writes between two states. */
export interface DiffRequest {
  kind: 'diff';
  dialect: string;
  previous: SnapshotState;
  current: SnapshotState;
  /** Whether what differs is asked in words too. */
  inWords?: boolean;
  /** What is known to be renamed on the way; then all else that is new is new, and drizzle-kit need not ask. */
  renames?: readonly Reply[];
}

/** The statements that make a state out of nothing. */
export interface BuildRequest {
  kind: 'build';
  dialect: string;
  state: SnapshotState;
}

/** A state as snapshots tell it, which are texts. */
export type SnapshotState =
  /** Before the first migration. */
  | { kind: 'empty' }
  /** A whole state. */
  | { kind: 'snapshot'; text: string }
  /** Changes, to be put together by drizzle-kit: all snapshots by folder, and the ids of those after which it is. */
  | { kind: 'changes'; snapshots: Record<string, string>; leaves: string[] };

export type Answer = Judgement & Traces;

/** What the code that was evaluated did beside giving its answer. */
export interface Traces {
  /** Names of the environment variables that it has read so far; ALL_NAMES where it asked for a list of them. */
  environmentRead: string[];
  /** What it has looked at on the disk so far, absolute; installed packages apart. */
  filesRead: DiskRead[];
}

/** `list`: the names in a folder were asked for; `file`: whether it is there, or what is in it. */
export interface DiskRead {
  path: string;
  what: 'file' | 'list';
}

/** What the evaluating process is started with. */
export interface Start {
  /** Absolute: where drizzle-kit is resolved. */
  folder: string;
  /** Whether code that throws without its variables is evaluated again with stand-ins for them. */
  hasStandIns: boolean;
  /** Names of variables that are set, and that it does not have. */
  withheld: readonly string[];
}

/** Stands for the list of all names: no variable has an empty one. */
export const ALL_NAMES = '';

/** What evaluating wanted of its environment. */
export interface Wanted {
  /** Variables that were given a harmless value, without which it throws. */
  standIns: string[];
  /** Other variables that it read and that are not there. */
  unset: string[];
}

export type Judgement =
  | ({ kind: 'config'; config: unknown } & Wanted)
  /** What drizzle-kit writes between two snapshots; null where it would have to ask about a rename that is not told. */
  | {
      kind: 'diff';
      statements: string[] | null;
      /** What differs, where it was asked. */
      changes: string[];
    }
  | { kind: 'build'; statements: string[] }
  | { kind: 'known'; isSame: boolean }
  | ({ kind: 'in-sync' } & Wanted)
  | (Stale & Wanted)
  /** A state, as drizzle-kit writes it into a snapshot. */
  | ({ kind: 'state'; text: string } & Wanted)
  /** drizzle-kit does not put open branches together, and why. */
  | { kind: 'apart'; message: string }
  | { kind: 'cannot-tell'; message: string; help: string | null; wanted?: Wanted; isUnsupported?: true };

export interface Stale {
  kind: 'stale';
  /** What differs, in words, without what is unstable. */
  changes: string[];
  /** The same by fingerprints of what the schema wants. */
  wanted: string[];
  /**
   * The SQL that generate would write; empty where drizzle-kit would have to ask "renamed or created?" first, and where it
   * does not see that the states differ.
   */
  statements: string[];
  ambiguous: boolean;
  /** Where it is ambiguous: the questions, with what was answered or is likely. */
  questions?: Answered;
  /** What is another at each evaluation, in words; where it is all that differs, there is nothing to generate. */
  unstable: string[];
}

/** What the evaluating worker is asked, and what it answers. Everything in it survives a structured clone. */
export type Request =
  | { kind: 'config'; code: string; filename: string }
  | { kind: 'load-kit' }
  | {
      kind: 'diff';
      dialect: string;
      previous: SnapshotState;
      current: SnapshotState;
      /** Whether what differs is asked in words too. */
      inWords?: boolean;
    }
  /** The statements that make a state out of nothing. */
  | { kind: 'build'; dialect: string; state: SnapshotState }
  | {
      kind: 'schema';
      code: string;
      filename: string;
      dialect: string;
      casing: string | null;
      previous: SnapshotState;
    };

/** A state as snapshots tell it, which are texts. */
export type SnapshotState =
  /** Before the first migration. */
  | { kind: 'empty' }
  /** A whole state. */
  | { kind: 'snapshot'; text: string }
  /** Changes, to be put together by drizzle-kit: all snapshots by folder, and the ids of those after which it is. */
  | { kind: 'changes'; snapshots: Record<string, string>; leaves: string[] };

export type Answer = Judgement & {
  /** Names of the environment variables that the code has read so far; ALL_NAMES where it asked for a list of them. */
  environmentRead: string[];
};

/** Stands for the list of all names: no variable has an empty one. */
export const ALL_NAMES = '';

export type Judgement =
  | { kind: 'config'; config: unknown }
  /** What drizzle-kit writes between two snapshots; null where it would have to ask about a rename. */
  | {
      kind: 'diff';
      statements: string[] | null;
      /** What differs, where it was asked. */
      changes: string[];
    }
  | { kind: 'build'; statements: string[] }
  | { kind: 'in-sync' }
  | {
      kind: 'stale';
      /** What differs, in words. */
      changes: string[];
      /** The SQL that generate would write; empty where drizzle-kit would have to ask "renamed or created?" first. */
      statements: string[];
      ambiguous: boolean;
    }
  | { kind: 'cannot-tell'; message: string; help: string };

export interface WorkerData {
  /** Absolute: what process.cwd() is for the schema, as it is under drizzle-kit. */
  cwd: string;
}

/** What the evaluating worker is asked, and what it answers. Everything in it survives a structured clone. */
export type Request =
  | { kind: 'config'; code: string; filename: string }
  | { kind: 'load-kit' }
  | {
      kind: 'schema';
      code: string;
      filename: string;
      dialect: string;
      casing: string | null;
      /** The newest snapshot's text, or null in an empty history. */
      snapshot: string | null;
    };

export type Answer =
  | { kind: 'config'; config: unknown }
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

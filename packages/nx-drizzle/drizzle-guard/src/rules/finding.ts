import type { Code } from './index';

export type Severity = 'error' | 'warning';

/** What a rule finds, before the runner says which rule, how grave and in which database. */
export interface Draft {
  migration?: string;
  file?: string;
  line?: number;
  message: string;
  help: string;
  /** Commands that mend it as they stand, in order, from the root; absent where more is needed. */
  fix?: string[];
  /** What it consists of, where that can be more or less: the changes of a stale schema, in words. */
  details?: string[];
  /** By fingerprints what its details want, where words may not tell two of them apart. */
  wanted?: string[];
}

/** A fact about the input. Paths are relative to the workspace root, with forward slashes; lines count from 1. */
export interface Finding extends Draft {
  code: Code;
  severity: Severity;
  database: string;
}

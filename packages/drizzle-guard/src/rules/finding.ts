export type Severity = 'error' | 'warning';

/** A fact about the input. Paths are relative to the workspace root, with forward slashes; lines count from 1. */
export interface Finding {
  code: string;
  severity: Severity;
  database: string;
  migration?: string;
  file?: string;
  line?: number;
  message: string;
  help: string;
  /** What it consists of, where that can be more or less: the changes of a stale schema, in words. */
  details?: string[];
}

/** What a check finds, before the command adds the database and the severity in force. */
export type FindingDraft = Omit<Finding, 'severity' | 'database'> & { severity?: Severity };

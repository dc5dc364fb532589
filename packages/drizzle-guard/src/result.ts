import { GuardError, messageOf, withoutPasswords } from './errors';

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

/** Something that was not looked at although a reader could think so. */
export type NotChecked = 'base' | 'schema' | 'replay' | 'lint';

export interface Failure {
  code: string;
  message: string;
  help: string;
}

/** One database's part of a result; each command adds its own fields. */
export interface DatabaseResult {
  name: string;
  dir: string;
  dialect: string | null;
  layout: string | null;
  findings: Finding[];
  notChecked: NotChecked[];
  /** Present when this database could not be dealt with. */
  error?: Failure;
}

export interface CommandResult<D extends DatabaseResult = DatabaseResult> {
  command: string;
  databases: D[];
  /** Present when the command as a whole could not be carried out. */
  error?: Failure;
  /** Present where the databases are only told of, and do not decide how the command ends. */
  exitCode?: ExitCode;
}

/** 0: clean or done; 1: findings of severity error; 2: could not do it. 2 outranks 1 (design.md, "Exit codes"). */
export type ExitCode = 0 | 1 | 2;

export function exitCodeOf(result: CommandResult): ExitCode {
  if (result.exitCode !== undefined) return result.exitCode;
  if (result.error || result.databases.some((database) => database.error)) return 2;
  const failing = result.databases.some((database) =>
    database.findings.some((finding) => finding.severity === 'error'),
  );
  return failing ? 1 : 0;
}

/**
 * What was thrown, as data, without the passwords of URLs. Anything but a GuardError is a defect of this tool or of the
 * machine, and says so.
 */
export function failureOf(thrown: unknown): Failure {
  const message = withoutPasswords(messageOf(thrown));
  if (thrown instanceof GuardError)
    return { code: thrown.code, message, help: withoutPasswords(thrown.help) };
  return {
    code: 'internal-error',
    message,
    help: 'run the command again with DRIZZLE_GUARD_DEBUG=1 to see where it happened, and report it',
  };
}

import type { Failure } from '../errors/failure';
import type { Finding } from '../rules/finding';
import type { Advice, OperationAdvice } from './advice';

/** Something that was not looked at although a reader could think so. */
export type NotChecked = 'base' | 'schema' | 'replay' | 'lint' | 'locks' | 'verification';

/** One database's part of a result; each command adds its own fields. */
export interface DatabaseResult {
  name: string;
  dir: string;
  dialect: string | null;
  layout: string | null;
  findings: Finding[];
  notChecked: NotChecked[];
  /** How to go on in what git is in the middle of, in place of the help of each finding; present where that is known. */
  next?: Advice | OperationAdvice;
  /** Present when this database could not be dealt with. */
  error?: Failure;
}

export interface CommandResult<D extends DatabaseResult = DatabaseResult> {
  command: string;
  databases: D[];
  /** What was not looked at, for people; present where there is something. */
  notes?: string[];
  /** Present when the command as a whole could not be carried out. */
  error?: Failure;
  /** Present where something else than findings and errors decides how the command ends. */
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

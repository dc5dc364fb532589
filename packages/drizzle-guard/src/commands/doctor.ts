import type { CommandResult } from '../result';
import type { CheckResult } from './check-folder';
import { examine } from './examine';
import { writeBaseline } from './write-baseline';
import type { DatabaseOptions } from './workspace';

export interface DoctorOptions extends DatabaseOptions {
  /** A bare migrations folder, in place of databases. */
  migrations?: string | undefined;
  /** Accept what is found today. */
  baseline?: boolean | undefined;
}

export interface DoctorResult extends CheckResult {
  /** Findings that were written to the baseline; present after --baseline. */
  accepted?: number;
}

/** Says what is wrong with each history in order of cause, and mends or accepts it where that is asked for. */
export async function doctor(options: DoctorOptions): Promise<CommandResult<DoctorResult>> {
  const examination = await examine('doctor', options, options.migrations);
  if (options.baseline) return { command: 'doctor', databases: writeBaseline(examination) };
  return { command: 'doctor', databases: examination.examined.map(({ result }) => result) };
}

import type { Failure } from '../errors/failure';
import type { Finding } from '../rules/finding';
import type { Advice, OperationAdvice } from './advice';
import type { ExitCode } from './command-result';

export type { Side } from './advice';

/** What a hook has to say of one database. */
export interface HookDatabase {
  name: string;
  /** What stops it: findings of severity error that are new. */
  blocking: Finding[];
  /** New findings that do not stop it. */
  warnings: Finding[];
  /** Number of findings that were there before. */
  older: number;
  /** Variables in whose place the config or the schema was given a harmless value; present where there are any. */
  standIns?: string[];
  /** Why the SQL of migrations that it brings is not proved; present where it is not. */
  notProved?: string;
  failure: Failure | null;
  /** Why the failure does not stop it; null where it does, or where there is none. */
  excuse: 'untouched' | 'configured' | 'unserved' | null;
}

/** What a hook says of one database; where that is known, also how to go on, in place of the help of each finding. */
export type ToldDatabase = HookDatabase & { next?: Advice | OperationAdvice | null };

export interface HookResult {
  hook: string;
  databases: ToldDatabase[];
  /** Lines for people that are no findings. */
  notes: string[];
}

/** 2 where something could not be told and that matters, else 1 where something new is wrong, else 0. */
export function hookExitCode({ databases }: HookResult): ExitCode {
  if (databases.some(({ failure, excuse }) => failure && !excuse)) return 2;
  return databases.some(({ blocking }) => blocking.length > 0) ? 1 : 0;
}

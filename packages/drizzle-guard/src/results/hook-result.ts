import type { Failure } from '../errors/failure';
import type { Finding } from '../rules/finding';
import type { ExitCode } from './command-result';

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

/** One of the two that a merge brings together. */
export interface Side {
  /** The branch, as people say it. */
  name: string;
  commit: string;
  /** Whether it is the branch that is checked out. */
  isHead: boolean;
  /** Migrations that only this side has, with whether they have landed. */
  migrations: { tag: string; landed: boolean }[];
}

/** In a merge that is stopped: what each side brings, and how to go on. */
export interface MergeAdvice {
  mine: Side;
  theirs: Side;
  /** Lines to read or type, in order. */
  steps: string[];
}

/** What a hook says of one database; in a merge that is stopped also what each side brings, and how to go on. */
export type ToldDatabase = HookDatabase & { merge?: MergeAdvice | null };

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

import type { Finding } from '../../rules/finding';
import type { Database } from '../../workspace/discover';
import type { Refusal } from '../refusal';
import type { Files } from './place-files';
import type { Rebasing } from './rebasing';

/** What is to be done to one database's migrations; nothing of it is done. */
export interface RebasePlan {
  moved: { from: string; to: string }[];
  /** What of mine is left out, because theirs has it. */
  dropped: { migration: string; statements: string[]; isWhole: boolean }[];
  /** What is to be in files of the folder, be it there already or not. */
  files: Files;
  refused: Refusal[];
  /** In words. */
  notes: string[];
  /** What is found in a side already. */
  known: () => readonly Finding[];
  database: Database;
  /** The migrations folder, from the root. */
  out: string;
  /** Why it was not run that the two sides go together; null where it was, or there is nothing to run. */
  notProved: string | null;
}

/** A plan after which drizzle-kit generates what the schema then lacks. */
export interface RegenerationPlan extends RebasePlan {
  /** Tags of those that go. */
  replaced: string[];
  /** What the new one is called; null where the schema lacks nothing. */
  generates: string | null;
}

export function isRegeneration(plan: RebasePlan): plan is RegenerationPlan {
  return 'generates' in plan;
}

export interface PlanOptions {
  /** Whether what theirs has already may be left out. */
  dropDuplicates: boolean;
  /** Whether a shadow may be started. */
  shadow: boolean;
  /** For how long, in milliseconds; by default a shadow's own. */
  limit?: number;
}

/** The plan in which nothing is done. */
export function emptyPlan(
  { database, folder: { out } }: Pick<Rebasing, 'database' | 'folder'>,
  refused: readonly Refusal[] = [],
): RebasePlan {
  return {
    ...{ moved: [], dropped: [], files: new Map(), refused: [...refused], notes: [], known: () => [] },
    ...{ database, out, notProved: null },
  };
}

import type { RebasePlan } from '../../rebase/effects/rebase-plan';
import type { Refusal } from '../../rebase/refusal';
import type { CommandResult, DatabaseResult } from '../../results/command-result';

export interface RebaseResult extends DatabaseResult {
  /** Empty where anything was refused, of whichever database: nothing is moved then. */
  moved: RebasePlan['moved'];
  /** Present where it would be moved, were another database not refused. */
  waits?: true;
  dropped: RebasePlan['dropped'];
  /** Paths of files that are written or taken out, from the root. */
  edits: string[];
  /** Those of them that are taken out. */
  removed: string[];
  /** With --regenerate: tags that go, and those that drizzle-kit has made in their place. */
  regenerated?: { replaced: string[]; generated: string[] };
  refused: Refusal[];
  /** What else is worth knowing, in words. */
  notes: string[];
  /** Why it was not run that the two sides go together; present where it was not. */
  notProved?: string;
}

export interface RebaseCommandResult extends CommandResult<RebaseResult> {
  dryRun: boolean;
  /** With --ci: the commit that was made. */
  commit?: string;
}

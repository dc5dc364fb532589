import type { Step } from './moving';
import type { Clash } from './carry';

/** Why a migration is not moved; where there is one, nothing is. */
export interface Refusal {
  /** Its tag; null where it is about all of them. */
  migration: string | null;
  reason: string;
  /** What of theirs it is about, where it is about one thing. */
  with: string | null;
  help: string;
}

/** @param theirs how people call the side that stays */
export function clashing(
  { step, clashes }: { step: Step; clashes: readonly Clash[] },
  theirs: string,
): Refusal[] {
  return clashes.map((clash) => ({
    migration: step.migration.tag,
    reason: `both change ${clash.what}: with mine ${clash.mine}; with ${theirs} ${clash.theirs}`,
    with: clash.what,
    help: 'decide which is to stand: take the other out of the schema and out of yours (it has not landed), then run `drizzle-guard rebase` again',
  }));
}

/** Why a migration is not moved; where there is one, nothing is. */
export interface Refusal {
  /** Its tag; null where it is about all of them. */
  migration: string | null;
  reason: string;
  /** What of theirs it is about, where it is about one thing. */
  with: string | null;
  help: string;
}

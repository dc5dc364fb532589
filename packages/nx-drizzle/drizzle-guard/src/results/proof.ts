/** What is known of a migration's SQL beside the snapshots between which it stands. A value that may be kept. */
export type Proof =
  /** One leads to the other. */
  | { kind: 'agrees' }
  /** It does not. */
  | {
      kind: 'differs';
      /** True where its SQL cannot change any state. */
      makesNothing: boolean;
      /** What differs, in words. */
      differences: string[];
      /** What drizzle-kit writes between the two and the SQL has not. */
      lacking: string[];
    }
  /** It is not what drizzle-kit writes: a shadow has to tell. */
  | { kind: 'edited'; lacking: string[] };

import type { SchemaCode } from '../schema/protocol';

/** What is to be filled, and where the packages that it takes are looked for. */
export interface SeedRequest extends SchemaCode {
  /** The database's package folder, absolute. */
  folder: string;
}

/** What the process of the seed says: a statement for the database, or how it ended. */
export type SeedMessage =
  | { kind: 'statement'; sql: string; values: unknown[] }
  | { kind: 'done' }
  | { kind: 'failed'; words: string };

/** What it is told of its statement. */
export type SeedReply = { rows: unknown[][] } | { error: string };

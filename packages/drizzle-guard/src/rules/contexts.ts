import type { Divergence } from '../history/divergence';
import type { History } from '../history/history';
import type { LedgerMatch } from '../ledger/match-ledger';
import type { Waiver } from './accepted';
import type { RepeatedStatement } from './replay/repeated-statement';
import type { Mismatch, Unfit } from './replay/snapshot-mismatch';

/** What rules look at, by what they are about. */
export interface Contexts {
  structure: StructureContext;
  base: BaseContext;
  schema: SchemaContext;
  proof: ProofContext;
  replay: ReplayContext;
  live: LedgerContext;
  configuration: WaiverContext;
}

/** The migrations of one folder. */
export interface StructureContext {
  history: History;
  /** The present, in milliseconds since 1970. */
  now: number;
}

/** A history beside the one that it will land on. */
export interface BaseContext extends Divergence {
  history: History;
  base: {
    /** As people say it. */
    name: string;
    history: History;
  };
}

/** A schema that differs from the newest snapshot. */
export interface SchemaContext {
  database: string;
  /** The file that the finding names. */
  file: string;
  /** What differs, in words. */
  changes: readonly string[];
  /** The SQL that generate would write; none where drizzle-kit must ask about a rename first. */
  statements: readonly string[];
  ambiguous: boolean;
}

/** What the SQL of new migrations does, beside their snapshots. */
export interface ProofContext {
  unfit: readonly Unfit[];
}

/** What a replay of all SQL on a shadow showed. */
export interface ReplayContext {
  repeated: readonly RepeatedStatement[];
  mismatches: readonly Mismatch[];
}

/** One migration of a folder, or one row that none explains, beside the ledger of a database. */
export interface LedgerContext {
  database: string;
  history: History;
  entry: LedgerMatch['migrations'][number] | LedgerMatch['strangers'][number];
  /** The greatest timestamp in the ledger, in milliseconds; null in an empty one. */
  highWaterMark: number | null;
}

/** Waivers that are about none of the findings, and why each is told. */
export interface WaiverContext {
  unused: readonly { waiver: Waiver; why: string }[];
}

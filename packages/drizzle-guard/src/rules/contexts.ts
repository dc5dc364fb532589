import type { Divergence } from '../history/divergence';
import type { History, Layout, Migration } from '../history/history';
import type { Unfinished } from '../ledger/unfinished';
import type { ForeignHistory } from '../ledger/foreign-history';
import type { LedgerMatch } from '../ledger/match-ledger';
import type { Asked } from '../state/replies';
import type { Waiver } from './accepted';
import type { RepeatedStatement } from './replay/repeated-statement';
import type { Mismatch, Unfit } from './replay/snapshot-mismatch';

/** What rules look at, by what they are about. */
export interface Contexts {
  structure: StructureContext;
  branches: BranchesContext;
  meeting: MeetingContext;
  base: BaseContext;
  deployed: DeployedContext;
  schema: SchemaContext;
  proof: ProofContext;
  replay: ReplayContext;
  live: LedgerContext;
  run: RunContext;
  rehearsal: RehearsalContext;
  comparison: ComparisonContext;
  configuration: WaiverContext;
}

/** The migrations of one folder. */
export interface StructureContext {
  history: History;
  /** The present, in milliseconds since 1970. */
  now: number;
  /** SQL files that no migration lists, by the migration that holds the same bytes; absent where nobody has compared. */
  twins?: ReadonlyMap<string, string>;
  /** That of the drizzle config; absent where there is none, or nobody has evaluated it. */
  driver?: string | null;
}

/** What the open branches of a folder do to each other. */
export interface BranchesContext {
  conflicts: readonly BranchConflict[];
}

/** What two branches of migrations do to each other, as it was judged. */
export interface MeetingContext {
  meetings: readonly JudgedMeeting[];
}

export interface JudgedMeeting {
  /** `refused`: they go together, and drizzle-kit calls them conflicting all the same. */
  kind: 'conflict' | 'convergent' | 'refused';
  /** Mine first, where it is known which side has landed. */
  sides: readonly [MeetingSide, MeetingSide];
  /** What shows it, in words. */
  shown: readonly string[];
  /** What both do, a statement each. */
  same: readonly string[];
  /** Which side has to come first for both to work; null where neither order does, or both. */
  first: 0 | 1 | null;
  /** Why it was not run on a shadow; null where it was. */
  notProved: string | null;
  /** How people call what has landed, where it is not here yet. */
  base: string | null;
  /** Where neither side has landed, and each is a branch of its own: what they are called, and what they will land on. */
  open?: OpenBranches;
}

export interface OpenBranches {
  /** In the order of the sides. */
  names: readonly [string, string];
  base: string;
}

export interface MeetingSide {
  tags: readonly string[];
  /** The newest. */
  file: string;
  /** What of it it is about, where that is known. */
  place: { migration: string; file: string; line: number; sql: string } | null;
}

/** Two branches of migrations that do not go together. */
export interface BranchConflict {
  /** The older one first: their migrations since they went apart, and what it is about, in words. */
  sides: readonly [BranchSide, BranchSide];
  /** The snapshot at the end of the newer one. */
  file: string;
}

interface BranchSide {
  tags: readonly string[];
  does: string;
}

/** A history beside the one that it will land on. */
export interface BaseContext extends Divergence {
  history: History;
  base: {
    /** As people say it. */
    name: string;
    history: History;
    /** What git knows the landed files by as this side knows them: the base, or where the two went apart, if it is ahead. */
    source: string;
    /** Whether it is a side of the merge that is judged, of which a merge loses nothing. */
    isMerged?: boolean;
    /** Of such a one: whether it is known that it has landed. */
    hasLanded?: boolean;
  };
  editedSnapshots: readonly EditedSnapshot[];
  /** Of one branch here and one on the base. */
  conflicts: readonly BranchConflict[];
}

/** A landed migration whose snapshot says another state here. */
export interface EditedSnapshot {
  mine: Migration;
  theirs: Migration;
  /** In words; null where there is nothing here that can be read. */
  changes: string[] | null;
  /** Whether the file is there. */
  isThere: boolean;
}

/** Migrations that come late in environments of which it is remembered how far they are. */
export interface DeployedContext {
  database: string;
  layout: Layout;
  late: readonly {
    environment: string;
    /** The one that is applied there beside which it comes late. */
    newest: { migration: string; timestamp: number };
    migration: Migration;
  }[];
}

/** A schema that differs from the newest snapshot, or from an earlier schema where no snapshot can be read. */
export interface SchemaContext {
  database: string;
  /** The file that the finding names. */
  file: string;
  /** What differs, in words. */
  changes: readonly string[];
  /** The same by fingerprints of what the schema wants. */
  wanted: readonly string[];
  /** The SQL that generate would write; none where drizzle-kit must ask about a rename first. */
  statements: readonly string[];
  ambiguous: boolean;
  /** What it asks, as far as that is known, with what is likely. */
  questions?: { asked: readonly Asked[] };
  /** Where no snapshot can be compared with: what stood in for one. */
  beside?: {
    /** The states whose schema it was compared with, as people say them. */
    states: string;
    /** Whether the newest migration lacks the snapshot that drizzle-kit continues. */
    lacksSnapshot: boolean;
  };
  /** What is another each time the schema is evaluated, in words: not among the changes. */
  unstable?: readonly string[];
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

/** One migration of a folder, one row that none explains, or all rows where none is, beside the ledger of a database. */
export interface LedgerContext {
  database: string;
  history: History;
  entry:
    | LedgerMatch['migrations'][number]
    | LedgerMatch['strangers'][number]
    | ForeignHistory
    | (Unfinished & { state: 'failed' });
  /** The greatest timestamp in the ledger, in milliseconds; null in an empty one. */
  highWaterMark: number | null;
}

/** What a run of migrations has done to a database. */
export interface RunContext {
  /** What is not as the migrations say since that run, and was before it; each in words. */
  differences: readonly string[];
}

/** A database beside what its migrations give, or beside another one. */
export interface ComparisonContext {
  /** Each in words. */
  differences: readonly string[];
  /** The environment of the other one; null beside its migrations. */
  with: string | null;
}

/** Migrations that were rehearsed. */
export interface RehearsalContext {
  /** The first that failed: at what, why, and how many come after it; null where none did. */
  failed: { migration: string; place: string; message: string; notReached: number } | null;
}

/** Waivers that are about none of the findings, and why each is told. */
export interface WaiverContext {
  unused: readonly { waiver: Waiver; why: string }[];
}

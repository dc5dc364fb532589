import { GuardError } from '../../errors/guard-error';
import type { Attempt, Ended, Look } from './attempt';
import type { StatementLocks } from './locks';
import type { ShadowServer } from './server';

/** One thing that a database holds, in words that are equal where the things are. */
export interface CatalogEntry {
  /** "column public.users.age". */
  object: string;
  /** The table that it is a part of: "table public.users"; null where it stands alone. */
  of: string | null;
  /** Everything about it that counts: "integer, not null". */
  definition: string;
}

/** A statement that the database refused. */
export interface ShadowFailure {
  position: number;
  message: string;
  alreadyExists: boolean;
  /** Whether it runs nowhere where the same tables are: it is no SQL, or names a column that its table lacks. */
  runsNowhere: boolean;
  /** How many of the statements before it have stayed: none, where there was a transaction. */
  kept: number;
}

/** What was seen of a migration's statements, up to the one that was refused. */
export interface Measured {
  locks: StatementLocks[];
  failure: ShadowFailure | null;
}

export interface Applied {
  failure: ShadowFailure | null;
  /** Positions of those of the watched statements that changed nothing in the catalog. */
  idle: number[];
}

/** What `Shadow.apply` is given. */
export interface ToApply {
  statements: readonly string[];
  watched: readonly number[];
}

/** A throw-away database. It begins empty, and nothing of it is left when it is closed. */
export interface Shadow {
  /** The major version of its Postgres; null where it is no Postgres. */
  readonly major: number | null;
  /** What MySQL it is, in words that are equal where two describe the same table alike; null where it is none. */
  readonly server: string | null;
  /**
   * Runs the statements of one migration in one transaction, or without one where the database demands that.
   * @param watched positions of statements of which it is asked whether they change anything
   * @throws ShadowEnded
   */
  apply(statements: readonly string[], watched?: readonly number[]): Promise<Applied>;
  /**
   * The same of several migrations, one after another in one go: up to one that is refused, or until time is over.
   * Absent where nothing lies between who asks and who runs them.
   * @param lasts after how long no other one is begun, in milliseconds
   * @param onApplied told of each as soon as it is run, so that it is known at which of them a shadow has ended
   * @throws ShadowEnded
   */
  applyInOneGo?: (
    migrations: readonly ToApply[],
    lasts: number,
    onApplied: (applied: Applied) => void,
  ) => Promise<void>;
  /**
   * Runs the statements of one migration, each in a transaction of its own, and sees what each of them locks; null where
   * the database has one lock for everything (SQLite), or does not tell (MySQL).
   */
  measure: ((statements: readonly string[]) => Promise<Measured>) | null;
  /** Everything that is there, sorted. */
  catalog(): Promise<CatalogEntry[]>;
  /**
   * Runs migrations in one transaction, looks at what is there, and takes all of it back.
   * @param look what is looked at then; null for nothing
   * @returns null where they cannot be run so (MySQL; CONCURRENTLY, a new value of an enum that is used)
   */
  attempt(migrations: readonly (readonly string[])[], look: Look | null): Promise<Attempt | null>;
  /** What an attempt would find there now: more than a snapshot could say, and what the tables hold. */
  look(look: Look): Promise<Ended>;
  /**
   * Runs one statement of ours and gives its rows.
   * @throws ShadowEnded with the database's words, where it refuses it
   */
  query(sql: string): Promise<Record<string, unknown>[]>;
  /**
   * Runs a plain dump in it, statement by statement.
   * @param file absolute
   * @throws ShadowEnded with the database's words and the line
   */
  load(file: string): Promise<void>;
  /** After how many of the migrations that were stated (`ShadowOptions.history`) it has begun; after none it is empty. */
  readonly begunAfter: number;
  /**
   * Keeps what is there now as the state after so many of those migrations; null where nothing can be kept, or none were
   * stated.
   * @returns false where a part of it would be lost, and nothing is kept (settings of the session, temporary tables)
   */
  keep: ((after: number) => Promise<boolean>) | null;
  /** Takes out what a snapshot can describe; what only SQL can make (functions, extensions, roles) stays in Postgres. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** The shadow is no more, or could not say what it holds: its time was up, or its process ended. */
export class ShadowEnded extends GuardError {
  readonly hasEnded = true;

  /** Each bundle has a copy of this class too; and not everything that could not be done is the end of a shadow. */
  static override [Symbol.hasInstance](thrown: unknown): boolean {
    return thrown instanceof GuardError && 'hasEnded' in thrown;
  }

  constructor(message: string) {
    super(
      'replay-failed',
      message,
      'run the command again; DRIZZLE_GUARD_REPLAY_TIMEOUT (milliseconds) gives it more time',
    );
  }
}

/** What a shadow begins with in place of nothing: a file, absolute. */
export interface Content {
  /** A plain dump, a data directory of PGlite as `backup` keeps it, or a database file of SQLite. */
  kind: 'dump' | 'archive' | 'file';
  file: string;
}

/** What the shadow's process is told first. Paths are absolute. */
export type ShadowSpec =
  | {
      engine: 'pglite';
      /** The entry of the package. */
      driver: string;
      /** Where a started data directory is kept. */
      cache: string;
      /** Modules that hold extensions, by the extension's name. */
      extensions: Record<string, string>;
      /** How many are to be run, about. */
      statements: number;
      /** Whether one of them may create a database, for which the kept directory lacks the templates. */
      whole: boolean;
      /** What it begins with, where that is something. */
      archive?: string | null;
      /** Keys of the states that are on its way, in their order: it begins with the last of them that is kept. */
      states?: readonly string[];
    }
  /** With a file it works on a copy that lies beside that. */
  | { engine: 'sqlite'; driver: string; file: string | null }
  | ServerSpec;

/** A database of ours on a server, which is there and empty. */
export interface ServerSpec {
  engine: 'server';
  server: ShadowServer;
  /** Its name. */
  database: string;
  /** How MySQL compares text in it by default. */
  collation: string | null;
}

/** What is told of a shadow that has started. */
export interface Started extends Pick<Shadow, 'major' | 'server' | 'begunAfter'> {
  canMeasure: boolean;
  canKeep: boolean;
}

/** What is asked of the shadow's process, and what it answers. */
export type ShadowRequest =
  | { call: 'open'; spec: ShadowSpec }
  | ({ call: 'apply' } & ToApply)
  | { call: 'apply-in-one-go'; migrations: readonly ToApply[]; lasts: number }
  | { call: 'measure'; statements: readonly string[] }
  | { call: 'catalog' }
  | { call: 'attempt'; migrations: readonly (readonly string[])[]; look: Look | null }
  | { call: 'look'; look: Look }
  | { call: 'query'; sql: string }
  | { call: 'load'; file: string }
  | { call: 'keep'; after: number }
  | { call: 'clear' };
export type ShadowAnswer = { value: unknown } | { error: string };
/** What comes before the answer. */
export type ShadowNews = { news: Applied };

import type { Connection, Limits } from '../engines/connection';
import type { LedgerPlace } from '../ledger/ledger';
import type { Digest } from './digest';
import type { Manifest, Tool } from './manifest';

/** What was found out before anything is written. */
export interface Prepared {
  tool: Tool;
  /** Of the database. */
  serverVersion: string | null;
  /** How much room a backup takes at the least, in bytes. */
  needed: number;
  /** Writes the backup to a file that is not there yet, for its owner alone. */
  write(file: string): Promise<Digest>;
}

export interface Restoring {
  /** Absolute. */
  file: string;
  manifest: Manifest;
  ledger: LedgerPlace;
  limits: Limits;
  /** Whether it goes into another environment: owners and grants are those of that one then. */
  isElsewhere: boolean;
  onWait: (holder: string) => void;
}

/** How one kind of database is backed up and restored. */
export interface Way {
  kind: Manifest['kind'];
  /** Of the file's name. */
  ending: string;
  /**
   * Finds the tool and asks the database. Writes nothing.
   * @throws GuardError `tool-missing`
   */
  prepare(connection: Connection, ledger: LedgerPlace): Promise<Prepared>;
  /**
   * Reads a backup whose checksum is right from its beginning to its end, with what would restore it.
   * @throws GuardError `damaged-backup`, `other-backup`, `tool-missing`
   */
  verify(file: string, manifest: Manifest): Promise<void>;
  /**
   * Puts a verified backup in the place of what is there, under the lock of `migrate`.
   * @throws GuardError `failed-restore`, `lock-held`
   */
  restore(restoring: Restoring): Promise<void>;
}

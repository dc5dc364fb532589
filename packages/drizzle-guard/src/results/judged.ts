import type { Failure } from '../errors/failure';
import type { Finding } from '../rules/finding';
import type { About } from '../rules/rule';
import type { Sketch } from '../state/sketch';
import type { NotChecked } from './command-result';

/** What a look at one side of a database has shown. A value: nobody adds to it. */
export interface Part {
  about: About;
  /** At the severity in force, accepted ones among them. */
  findings: readonly Finding[];
  /** What was not looked at, where that was left out or cannot be. */
  missing?: NotChecked;
  /** What a schema says that no snapshot could be compared with, and a file that declares it. */
  schema?: { file: string; state: readonly Sketch[] };
  /** Why a replay proves nothing, for people, each reason once. */
  notProved?: readonly string[];
  /** Whether there are branches of which it is not known whether they go together. */
  isUnknown?: boolean;
  /** Verdicts of the text on branches that a run has shown to be wrong: faults of ours. */
  readOtherwise?: readonly string[];
  /** Variables in whose place the code was given a harmless value; present where there are any. */
  standIns?: readonly string[];
  /** What a replay has seen that no snapshot could say, and that is no difference; in words. */
  besides?: readonly string[];
  /** What the migrations mean to environments of which it is remembered how far they are. */
  deployed?: readonly DeployedStanding[];
  /** Why there is no whole answer. */
  error?: Failure;
}

/** What the migrations of one side mean to an environment, by what drizzle-guard.deployed.json says of it. */
export interface DeployedStanding {
  environment: string;
  /** Tags of those that migrate would run there, in their order. */
  pending: string[];
  /** Tags of those that are not applied there and come before one that is. */
  late: string[];
  /** Tags of what is applied there and is not here. */
  unknown: string[];
  /** Since when it is as far as that, in ISO 8601. */
  since: string;
}

/** A migrations folder, as far as its listing tells. */
export interface Folder {
  dialect: string | null;
  /** That of the drizzle config, where it names one. */
  driver?: string;
  layout: string | null;
  /** From the root. */
  out: string;
  migrationCount: number;
}

/** What the files of one state say of a database, whatever it is compared with: this can be kept. */
export interface Judged {
  folder: Folder;
  parts: readonly Part[];
}

import type { DatabaseResult, NotChecked } from '../results/command-result';
import type { Against } from '../results/against';
import type { DeployedStanding } from '../results/judged';
import { goneFrom, setAside, type Accepted } from '../rules/accepted';
import { codesWithin } from '../rules/codes';
import { unusedWaivers } from '../rules/configuration/unused-waiver';
import type { Code } from '../rules/index';
import type { About } from '../rules/rule';
import { findingsAbout, type Severities } from '../rules/run';
import {
  besidesIn,
  deployedIn,
  errorIn,
  findingsIn,
  notProvedIn,
  readOtherwiseIn,
  standInsIn,
  toldOnce,
  type Judgement,
} from './judgement';

export interface CheckResult extends DatabaseResult {
  migrationCount: number;
  /** Findings that a waiver takes out; present where there are any. */
  waived?: number;
  /** Findings that the baseline takes out; present where there are any. */
  older?: number;
  /** Entries of the baseline that are no findings any more; present where there are any. */
  gone?: number;
  /** Variables in whose place the config or the schema was given a harmless value; present where there are any. */
  standIns?: string[];
  /** Why the SQL of migrations that should be proved is not. */
  notProved?: string;
  /** Branches on which their text told another verdict than a run, which is right; present where there are any. */
  readOtherwise?: readonly string[];
  /** What a replay has seen that no snapshot could say; present where there is any. */
  besides?: readonly string[];
  /**
   * With a base: what the migrations mean to each environment of which drizzle-guard.deployed.json says how far it is, as
   * `{ environment, pending, late, unknown, since }`; present where it says something of this database.
   */
  deployed?: readonly DeployedStanding[];
  /** With --against: the branches that bring migrations, every two of them, and the order of landing with the fewest moves. */
  against?: Against;
}

/**
 * What a command reports of a judgement: without what was accepted, how much that was, and the waivers that are about
 * nothing. Pure.
 */
export function resultOf(judgement: Judgement, accepted: Accepted, severities: Severities): CheckResult {
  const { name } = judgement.database;
  const result = foundIn(judgement);
  const { findings, waived, older } = setAside(result.findings, accepted);
  const codes = lookedFor(judgement);
  const unused = unusedWaivers(accepted.waivers, name, result.findings, codes);
  const ofDatabase = accepted.baseline.filter(
    (entry) => entry.database === name && codes.has(entry.code as Code),
  );
  const gone = goneFrom(ofDatabase, result.findings).length;
  return {
    ...result,
    findings: [...findings, ...findingsAbout('configuration', unused, name, severities)],
    ...(waived > 0 ? { waived } : {}),
    ...(older > 0 ? { older } : {}),
    ...(gone > 0 ? { gone } : {}),
  };
}

/** The same with what was accepted still among the findings. */
export function foundIn(judgement: Judgement): CheckResult {
  const { database, folder } = judgement;
  const error = errorIn(judgement);
  const standIns = standInsIn(judgement);
  return {
    name: database.name,
    dir: database.dir,
    dialect: folder ? folder.dialect : (database.stated?.dialect ?? null),
    layout: folder?.layout ?? null,
    findings: toldOnce(findingsIn(judgement)),
    notChecked: notCheckedIn(judgement),
    migrationCount: folder?.migrationCount ?? 0,
    ...(standIns.length > 0 ? { standIns } : {}),
    ...notProvedIn(judgement),
    ...readOtherwiseIn(judgement),
    ...besidesIn(judgement),
    ...deployedIn(judgement),
    ...(error ? { error } : {}),
  };
}

function notCheckedIn({ parts }: Judgement): NotChecked[] {
  const wasCompared = parts.some(({ about, missing }) => about === 'base' && missing === undefined);
  const missing = parts.flatMap((part) => (part.missing && part.missing !== 'base' ? [part.missing] : []));
  return [...new Set([...(wasCompared ? [] : ['base' as const]), ...missing])];
}

/** The codes of which there is nothing where nothing was found. */
export function lookedFor(judgement: Judgement): ReadonlySet<Code> {
  // A journal that cannot be read hides everything else.
  const isHidden = findingsIn(judgement).some(({ code }) => code === 'broken-journal');
  if (isHidden || errorIn(judgement)) return new Set();
  const looked = judgement.parts.filter(({ missing }) => missing === undefined).map(({ about }) => about);
  const within = new Set<About>(looked);
  // Who has seen what all migrations give has seen what new ones do, and a journal has no branches.
  if (within.has('replay')) within.add('proof');
  if (within.has('structure')) within.add('branches');
  return codesWithin(within);
}

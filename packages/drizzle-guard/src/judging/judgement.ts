import type { Inputs } from '../answers/inputs';
import type { Failure } from '../errors/failure';
import type { DeployedStanding, Folder, Part } from '../results/judged';
import type { Finding } from '../rules/finding';
import type { About } from '../rules/rule';
import type { Database } from '../workspace/discover';

/** What is known of one database in one state. A value: nobody adds to it. */
export interface Judgement {
  database: Database;
  /** Null where it is not known where the migrations lie: the config could not be evaluated. */
  folder: Folder | null;
  parts: readonly Part[];
  /** What the answer would rest on, where the schema could not be evaluated; null where it could. */
  restsOn: Inputs | null;
}

/** Of all parts, or of one. */
export function findingsIn({ parts }: Judgement, about?: About): Finding[] {
  return parts
    .filter((part) => about === undefined || part.about === about)
    .flatMap(({ findings }) => findings);
}

/**
 * The findings without what another of them tells with its way out: where two layouts lie in one folder everything else
 * follows from that, or shows once they do not any more; of a landed migration whose snapshot was altered it is that, and
 * not also what its SQL does not give; of branches that do not go together that, and not that they are open.
 */
export function toldOnce(findings: readonly Finding[]): Finding[] {
  const mixed = findings.filter(({ code, severity }) => code === 'mixed-layout' && severity === 'error');
  if (mixed.length > 0) return mixed;
  const altered = migrationsOf(findings, 'edited-snapshot');
  const conflicting = migrationsOf(findings, 'conflicting-migrations');
  return findings.filter(
    ({ code, migration }) =>
      !(code === 'snapshot-mismatch' && altered.has(migration)) &&
      !(code === 'unmerged-fork' && conflicting.has(migration)),
  );
}

function migrationsOf(findings: readonly Finding[], code: Finding['code']): Set<string | undefined> {
  return new Set(findings.filter((one) => one.code === code).map(({ migration }) => migration));
}

/** What a schema says, where no snapshot tells whether there is a migration for it. */
export function uncomparedSchema({ parts }: Judgement): Part['schema'] {
  return parts.find(({ schema }) => schema)?.schema;
}

/** Variables in whose place code was given a harmless value. */
export function standInsIn({ parts }: Judgement): string[] {
  return [...new Set(parts.flatMap(({ standIns = [] }) => standIns))];
}

/** Why there is no whole answer; the last thing that went wrong, where there are several. */
export function errorIn({ parts }: Judgement): Failure | undefined {
  return parts.findLast(({ error }) => error)?.error;
}

/** Why the SQL of migrations is not proved, where it is not. */
export function notProvedIn({ parts }: Judgement): { notProved?: string } {
  // Two branches come together in a merge and, in folders, as open ends of its result.
  const notProved = new Set(parts.flatMap((part) => part.notProved ?? []));
  return notProved.size === 0 ? {} : { notProved: [...notProved].join('; ') };
}

/** What is remembered of environments, where there is something. */
export function deployedIn({ parts }: Judgement): { deployed?: readonly DeployedStanding[] } {
  const deployed = parts.flatMap((part) => part.deployed ?? []);
  return deployed.length === 0 ? {} : { deployed };
}

/** Where the text of branches told another verdict than a run, if it did. */
export function readOtherwiseIn({ parts }: Judgement): { readOtherwise?: readonly string[] } {
  const otherwise = parts.flatMap((part) => part.readOtherwise ?? []);
  return otherwise.length === 0 ? {} : { readOtherwise: otherwise };
}

/** What a replay has seen that no snapshot could say, where there is any. */
export function besidesIn({ parts }: Judgement): { besides?: readonly string[] } {
  const besides = parts.flatMap((part) => part.besides ?? []);
  return besides.length === 0 ? {} : { besides };
}

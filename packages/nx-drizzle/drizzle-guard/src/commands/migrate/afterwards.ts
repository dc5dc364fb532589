import path from 'node:path';
import type { LiveDatabase } from '../../apply/look-at';
import type { Ran } from '../../apply/run-planned';
import type { Connection } from '../../engines/connection';
import { sizeOf } from '../../engines/size';
import { failureOf } from '../../errors/failure';
import { GuardError } from '../../errors/guard-error';
import { wordsOf } from '../../errors/words-of';
import { writeWhole } from '../../files/write-whole';
import type { Workspace } from '../../judging/open-workspace';
import type { CommandResult } from '../../results/command-result';
import type { DeployedDatabase } from '../../workspace/deployed';
import { deployedOf } from './deployed-of';
import type { MigrateResult } from './run';
import { metricsOf, reportOf, type Measured, type RunReport } from './run-report';

/** What outlives a run: its report, and how far environments are. */
export interface Afterwards {
  /** Carries a run out, and measures it where somebody wants a report of it. */
  watch(live: LiveDatabase, connection: Connection | null, run: () => Promise<Ran>): Promise<Ran>;
  /** Writes the files. @returns the result, with an error where one could not be written */
  write(result: CommandResult<MigrateResult>): Promise<CommandResult<MigrateResult>>;
}

/**
 * @param reports --report, as typed
 * @param cwd where they were typed, absolute
 */
export function afterwards(
  { root, tree, configuration }: Pick<Workspace, 'root' | 'tree' | 'configuration'>,
  reports: readonly string[],
  cwd: string,
): Afterwards {
  const startedAt = new Date();
  const measured = new Map<string, Measured>();
  const deployed = new Map<string, Record<string, DeployedDatabase>>();
  const typed = reports.map((file) => path.resolve(cwd, file));
  const configured = (environment: string) => {
    const { json, prometheus } = configuration.environments[environment]?.report ?? {};
    return [
      ...(json === undefined ? [] : [{ file: path.resolve(root, json), isMetrics: false }]),
      ...(prometheus === undefined ? [] : [{ file: path.resolve(root, prometheus), isMetrics: true }]),
    ];
  };

  return {
    async watch(live, connection, run) {
      const { environment } = live.policy;
      const { dialect } = live.settings;
      const isAsked = typed.length > 0 || configured(environment).length > 0;
      const before = isAsked ? await sizeOf(connection, dialect) : null;
      const start = performance.now();
      const note = async () => {
        if (!isAsked) return;
        const milliseconds = Math.round(performance.now() - start);
        const bytes = { before, after: await sizeOf(connection, dialect) };
        measured.set(live.database, { milliseconds, bytes });
      };
      const ran = await run().finally(note);
      const facts = deployedOf(ran, new Date().toISOString());
      if (facts && configuration.environments[environment]?.remember)
        deployed.set(environment, { ...deployed.get(environment), [live.database]: facts });
      return ran;
    },
    async write(result) {
      const environments = new Set(result.databases.flatMap(({ environment }) => environment ?? []));
      const files = [
        ...typed.map((file) => ({ file, isMetrics: file.endsWith('.prom') })),
        ...[...environments].flatMap(configured),
      ];
      try {
        if (deployed.size > 0) await write(root, tree, deployed);
        const report = reportOf(result, measured, { startedAt, endedAt: new Date() });
        for (const { file, isMetrics } of files) writeReport(file, report, isMetrics);
        return result;
      } catch (thrown) {
        if (!(thrown instanceof GuardError)) throw thrown;
        return { ...result, error: result.error ?? failureOf(thrown) };
      }
    },
  };
}

/** Keeps how far a database is after a run, where that is known. @throws GuardError `cannot-write`, `invalid-deployed` */
export async function remember({ root, tree }: Pick<Workspace, 'root' | 'tree'>, ran: Ran): Promise<void> {
  const facts = deployedOf(ran, new Date().toISOString());
  if (!facts) return;
  const { environment } = ran.live.policy;
  await write(root, tree, new Map([[environment, { [ran.live.database]: facts }]]));
}

async function write(
  root: string,
  tree: Workspace['tree'],
  deployed: ReadonlyMap<string, Record<string, DeployedDatabase>>,
): Promise<void> {
  const { DEPLOYED_FILE, deployedText, readDeployed, withDeployed } =
    await import('../../workspace/deployed');
  const before = await readDeployed(tree);
  let after = before ?? {};
  for (const [environment, databases] of deployed) after = withDeployed(after, environment, databases);
  if (before !== null && deployedText(before) === deployedText(after)) return;
  written(path.join(root, DEPLOYED_FILE), deployedText(after), DEPLOYED_FILE);
}

const BY_DATABASE = '{database}';

/** One file of the whole run; or one of each database, where its name says so. */
function writeReport(file: string, report: RunReport, isMetrics: boolean): void {
  const textOf = (part: RunReport) => (isMetrics ? metricsOf(part) : `${JSON.stringify(part, null, 2)}\n`);
  if (!file.includes(BY_DATABASE)) return written(file, textOf(report), file);
  for (const one of report.databases) {
    const own = file.replaceAll(BY_DATABASE, one.name.replaceAll(/[^\w.-]+/g, '-'));
    written(own, textOf({ ...report, databases: [one] }), own);
  }
}

/** @throws GuardError `cannot-write` */
function written(file: string, text: string, shown: string): void {
  try {
    writeWhole(file, text);
  } catch (thrown) {
    throw new GuardError(
      'cannot-write',
      `${shown} could not be written: ${wordsOf(thrown)}; what migrate did to the database stays`,
      'make it writable; `drizzle-guard status` says what is applied',
      { cause: thrown },
    );
  }
}

import { stripVTControlCharacters } from 'node:util';
import { GuardError } from '../errors/guard-error';
import { withoutPasswords } from '../errors/words-of';
import type { Workspace } from '../judging/open-workspace';
import { ProgramFailure, runProgram } from '../process/run-program';
import { environmentWithoutGit } from '../process/variables';
import { millisecondsOf } from '../text/duration';
import { shellWord } from '../text/shell-word';

/** The user's own commands that look whether all is well with what was migrated. */
export interface HealthChecks {
  /** Each a program and its arguments. */
  commands: readonly (readonly string[])[];
  /** How long each may take, in milliseconds. */
  timeout: number;
  /** Where they are run, absolute. */
  root: string;
  database: string;
  environment: string;
}

/** One of them, as it would be typed, and how long it took; null where it was not run. */
export interface HealthCheckRun {
  command: string;
  milliseconds: number | null;
}

/** Those of an environment; undefined where none is configured. */
export function healthChecksOf(
  { root, configuration }: Pick<Workspace, 'root' | 'configuration'>,
  database: string,
  environment: string,
): HealthChecks | undefined {
  const { verify = [], verifyTimeout = '5m' } = configuration.environments[environment] ?? {};
  if (verify.length === 0) return undefined;
  return { commands: verify, timeout: millisecondsOf(verifyTimeout), root, database, environment };
}

/** As it would be typed. */
export function typedCheck(command: readonly string[]): string {
  return command.map(shellWord).join(' ');
}

/**
 * Runs health checks one after another, up to the first that fails. Each sees the environment of this process without
 * git's variables, and DRIZZLE_GUARD_DATABASE and DRIZZLE_GUARD_ENVIRONMENT.
 *
 * @param onWork told of each before it is run
 * @returns what was run, and why the last of them failed; null where none did
 */
export async function runHealthChecks(
  { commands, timeout, root, database, environment }: HealthChecks,
  onWork?: (what: string) => void,
): Promise<{ runs: HealthCheckRun[]; failed: { command: string; how: string; printed: string } | null }> {
  const env = {
    ...environmentWithoutGit(process.env),
    DRIZZLE_GUARD_DATABASE: database,
    DRIZZLE_GUARD_ENVIRONMENT: environment,
  };
  const runs: HealthCheckRun[] = [];
  for (const argv of commands) {
    const command = typedCheck(argv);
    onWork?.(`running ${command}`);
    const start = performance.now();
    const failure = await runProgram(argv[0]!, argv.slice(1), { env, cwd: root, timeout }).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    runs.push({ command, milliseconds: Math.round(performance.now() - start) });
    if (failure === null) continue;
    if (!(failure instanceof ProgramFailure)) throw failure;
    return { runs, failed: { command, how: failure.how, printed: endOf(failure.printed) } };
  }
  return { runs, failed: null };
}

const SHOWN = 20;

/** The last lines of what a program printed, without what a terminal would obey and without passwords. */
function endOf(printed: string): string {
  const lines = stripVTControlCharacters(printed).replaceAll(/\r\n?/g, '\n').trimEnd().split('\n');
  const shown = lines.slice(-SHOWN).map((line) => withoutPasswords(line));
  return (lines.length > SHOWN ? ['…', ...shown] : shown).join('\n');
}

/**
 * A health check that failed when migrations were applied: what stays, and the ways back.
 * @param restore the command that brings the backup back which was taken before; null where there is none
 */
export function failedVerification(
  { database, environment }: Pick<HealthChecks, 'database' | 'environment'>,
  { command, how, printed }: { command: string; how: string; printed: string },
  applied: readonly string[],
  restore: string | null,
): GuardError {
  const said = printed === '' ? '' : `\n${printed.replaceAll(/^/gm, '    ')}`;
  const rollback = `drizzle-guard rollback ${applied.length} --database ${shellWord(database)} --environment ${shellWord(environment)}`;
  const ways = `mend what it found with a new migration; or take back what was applied with \`${rollback}\` (\`--dry-run\` shows what is lost)`;
  const back =
    restore === null
      ? ways
      : `${ways}; or go back with \`${restore}\`, which loses all that was written since`;
  return new GuardError(
    'failed-verification',
    `the health check \`${command}\` failed after migrations were applied to ${environment}: ${how}${said}\n  Applied in this run, and stays applied: ${applied.join(', ')}.`,
    `${back}; then run \`${command}\` again by hand, since migrate runs it only when it has applied something`,
  );
}

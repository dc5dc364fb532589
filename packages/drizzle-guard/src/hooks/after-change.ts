import { migrate, type MigrateResult } from '../commands/migrate/run';
import { status } from '../commands/status/run';
import { wordsOf } from '../errors/words-of';
import type { Finding } from '../rules/finding';
import { millisecondsOf } from '../text/duration';
import type { Configuration } from '../workspace/configuration';
import { findArrivals, type Arrival } from './arrived';
import type { HookCall } from './hook';

const DEFAULT_LIMIT = '20s';

/**
 * After git has moved from one commit to another: says which migrations arrived and which the development database
 * lacks, and applies them where the configuration says so.
 *
 * @param isStopped whether somebody pressed Ctrl-C: what is running is finished, nothing more is begun
 * @returns lines for people; [] where nothing arrived
 */
export async function afterChange(
  call: HookCall,
  from: string,
  to: string,
  isStopped: () => boolean = () => false,
): Promise<string[]> {
  const found = await findArrivals(call.session, from, to);
  if (!found) return [];
  const lines = found.unknown.map(
    ({ database, reason }) =>
      `${database}: cannot tell what arrived: ${reason}\n  run \`drizzle-guard status --database ${database}\` to see what is pending`,
  );
  for (const arrival of found.arrivals) {
    lines.push(`${arrival.database.name}: arrived ${arrival.tags.join(', ')}`);
    lines.push(...(await catchUp(call, arrival, found.configuration, isStopped)).map((line) => `  ${line}`));
  }
  return lines;
}

async function catchUp(
  { root }: HookCall,
  { database }: Arrival,
  { environments }: Configuration,
  isStopped: () => boolean,
): Promise<string[]> {
  const { applyAfterMerge, applyAfterMergeLimit } = environments['development'] ?? {};
  const options = { cwd: root, database: [database.name], environment: 'development' };
  try {
    if (applyAfterMerge) return await apply(options, applyAfterMergeLimit ?? DEFAULT_LIMIT, isStopped);
    const [one] = (await status({ ...options, pending: true })).databases;
    if (one!.error)
      return [`the development database could not be asked: ${one!.error.message}`, one!.error.help];
    const pending = one!.migrations.map(({ migration }) => migration);
    const findings = one!.findings.map(lineOf);
    if (pending.length === 0) return [...findings, `${one!.target} has them all`];
    // A plain migrate would refuse; what helps is in the findings.
    const isRefused = one!.findings.some(({ severity }) => severity === 'error');
    const hint = isRefused ? [] : [migrateHint(database.name)];
    return [...findings, `pending on ${one!.target}: ${pending.join(', ')}`, ...hint];
  } catch (thrown) {
    return [`the development database could not be asked: ${wordsOf(thrown)}`, migrateHint(database.name)];
  }
}

async function apply(
  options: { cwd: string; database: string[]; environment: string },
  limit: string,
  isStopped: () => boolean,
): Promise<string[]> {
  const deadline = Date.now() + millisecondsOf(limit);
  const shouldStop = () => isStopped() || Date.now() > deadline;
  const { databases } = await migrate({ ...options, shouldStop, onlyLocal: true });
  const one = databases[0]!;
  const applied = one.applied.map(({ migration }) => migration);
  return [
    ...(applied.length > 0 ? [`applied to ${one.target}: ${applied.join(', ')}`] : []),
    ...one.findings.map(lineOf),
    ...(one.error ? [`nothing more was applied: ${one.error.message}`, one.error.help] : []),
    ...leftOver(one, limit, isStopped()),
  ];
}

function lineOf({ message, help }: Finding): string {
  return `${message}; ${help}`;
}

function leftOver(
  { name, pending, error, findings }: MigrateResult,
  limit: string,
  stopped: boolean,
): string[] {
  if (pending.length === 0) return [];
  const tags = pending.map(({ migration }) => migration).join(', ');
  if (error || findings.length > 0) return [`still pending: ${tags}`];
  return [
    `still pending, because ${stopped ? 'you stopped it' : `${limit} were over`}: ${tags}`,
    migrateHint(name),
  ];
}

function migrateHint(database: string): string {
  return `run \`drizzle-guard migrate --database ${database}\``;
}

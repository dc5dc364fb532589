import { migrate, type MigrateResult } from '../commands/migrate/run';
import { status } from '../commands/status/run';
import { wordsOf } from '../errors/words-of';
import type { Finding } from '../rules/finding';
import { millisecondsOf } from '../text/duration';
import { listOf } from '../text/words';
import type { Configuration } from '../workspace/configuration';
import type { Database } from '../workspace/discover';
import { findArrivals } from './arrived';
import type { HookCall } from './hook';
import { permissionOf, type Permission } from './permission';

/** What brought the change: nothing is applied by looking at another branch. */
export type Way = 'switch' | 'merge';

/**
 * After git has moved from one commit to another: says which migrations arrived and which the development database
 * lacks, and applies them where that was permitted before they came. What arrived is run and connected only where it is
 * what was there before.
 *
 * @param isStopped whether somebody pressed Ctrl-C: what is running is finished, nothing more is begun
 * @param told databases of which it was said already what is wrong with their files
 * @returns lines for people; [] where nothing arrived
 */
export async function afterChange(
  call: HookCall,
  from: string,
  to: string,
  way: Way,
  isStopped: () => boolean = () => false,
  told: readonly string[] = [],
): Promise<string[]> {
  const found = await findArrivals(call.session, from, to);
  if (!found) return [];
  const lines = found.unknown.map(
    ({ database, reason }) => `${database}: cannot tell what arrived: ${reason}\n  ${statusHint(database)}`,
  );
  for (const { database, files, difference } of found.strange)
    lines.push(
      `${database}: arrived ${shown(files).join(', ')}`,
      `  ${difference}, so nothing of it was run and no database was asked`,
      `  look at it, then run \`drizzle-guard status --database ${database}\``,
    );
  const permission = permissionOf(call.root, found.left);
  const mayApply = permission.isGiven && way === 'merge';
  const programs = mayApply ? programsOf(found.now) : [];
  for (const { database, tags } of found.arrivals) {
    lines.push(`${database.name}: arrived ${tags.join(', ')}`);
    const more = await catchUp(
      call,
      database,
      mayApply && programs.length === 0 ? permission : null,
      isStopped,
      told.includes(database.name),
    );
    lines.push(...more.map((line) => `  ${line}`));
    if (programs.length > 0)
      lines.push(
        `  not applied: migrate runs ${listOf(programs)} of development, and what arrives could have changed such a program`,
      );
  }
  if (found.arrivals.length > 0 && way === 'merge') lines.push(...aboutPermission(permission, found.now));
  return lines;
}

/** What migrate would run beside the migrations, in the words of drizzle-guard.json. */
function programsOf({ environments }: Configuration): string[] {
  const { verify = [], demand, backup } = environments['development'] ?? {};
  const hasOwnBackup = demand?.backup && (backup?.command ?? backup?.program) !== undefined;
  return [...(verify.length > 0 ? ['"verify"'] : []), ...(hasOwnBackup ? ['"backup"'] : [])];
}

function aboutPermission({ isGiven, problem }: Permission, now: Configuration): string[] {
  if (problem !== null) return [`nothing is applied after a merge: ${problem}`];
  return !isGiven && now.environments['development']?.applyAfterMerge
    ? ['applyAfterMerge came with this change, and holds from the next one on']
    : [];
}

const SHOWN = 8;

function shown(files: readonly string[]): string[] {
  return files.length > SHOWN ? [...files.slice(0, SHOWN), `and ${files.length - SHOWN} more`] : [...files];
}

/** @param permission null where nothing may be applied whatever is configured */
async function catchUp(
  { root }: HookCall,
  { name }: Database,
  permission: Permission | null,
  isStopped: () => boolean,
  isTold: boolean,
): Promise<string[]> {
  const options = { cwd: root, database: [name], environment: 'development' };
  try {
    if (permission?.isGiven) return await apply(options, permission.limit, isStopped);
    const [one] = (await status({ ...options, pending: true, onlyLocal: true })).databases;
    // A switch of branches speaks to no other machine; and which databases this version cannot ask, init tells once.
    if (['unsupported-database', 'not-local'].includes(one!.error?.code ?? '')) return [];
    if (one!.error)
      return [`the development database could not be asked: ${one!.error.message}`, one!.error.help];
    const pending = one!.migrations.map(({ migration }) => migration);
    const findings = one!.findings.filter(({ code }) => !isTold || code !== 'orphan-sql').flatMap(linesOf);
    if (pending.length === 0) return [...findings, `${one!.target} has them all`];
    // A plain migrate would refuse, except because of a file that it never runs; what helps is in the findings.
    const isRefused = one!.findings.some(
      ({ severity, code }) => severity === 'error' && code !== 'orphan-sql',
    );
    const hint = isRefused ? [] : [migrateHint(name)];
    return [...findings, `pending on ${one!.target}: ${pending.join(', ')}`, ...hint];
  } catch (thrown) {
    return [`the development database could not be asked: ${wordsOf(thrown)}`, migrateHint(name)];
  }
}

/** Whoever holds the lock longer is at work; git, and who waits for it, goes on. In milliseconds. */
const SHORTLY = 3000;

async function apply(
  options: { cwd: string; database: string[]; environment: string },
  limit: string,
  isStopped: () => boolean,
): Promise<string[]> {
  const time = millisecondsOf(limit);
  const deadline = Date.now() + time;
  const lockWait = Math.min(time, SHORTLY);
  const shouldStop = () => isStopped() || Date.now() > deadline;
  const { databases } = await migrate({ ...options, shouldStop, onlyLocal: true, lockWait });
  const one = databases[0]!;
  const applied = one.applied.map(({ migration }) => migration);
  return [
    ...(applied.length > 0 ? [`applied to ${one.target}: ${applied.join(', ')}`] : []),
    ...one.findings.flatMap(linesOf),
    ...(one.error ? [`nothing more was applied: ${one.error.message}`, one.error.help] : []),
    ...leftOver(one, limit, isStopped()),
  ];
}

function linesOf({ message, help }: Finding): string[] {
  const lines = message.split('\n');
  return lines.length > 1 ? [...lines, help] : [`${message}; ${help}`];
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

function statusHint(database: string): string {
  return `run \`drizzle-guard status --database ${database}\` to see what is pending`;
}

function migrateHint(database: string): string {
  return `run \`drizzle-guard migrate --database ${database}\``;
}

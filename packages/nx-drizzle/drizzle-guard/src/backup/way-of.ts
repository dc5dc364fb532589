import path from 'node:path';
import type { Target } from '../engines/connection';
import { GuardError } from '../errors/guard-error';
import { offlineEnvironment } from '../process/variables';
import { millisecondsOf } from '../text/duration';
import type { BackupSettings } from '../workspace/backup-settings';
import type { WayOptions } from './failures';
import { pgliteWay } from './files/pglite';
import { sqliteWay } from './files/sqlite';
import { mysqlWay } from './mysql/way';
import { postgresWay } from './postgres/way';
import type { Way } from './way';

/**
 * How a database is backed up and restored.
 * @param root the workspace's root, absolute: the configured program is named from there
 * @throws GuardError `unsupported-database`
 */
export function wayOf(
  root: string,
  target: Target,
  { program, timeout }: BackupSettings,
  { variables, onProgram }: Pick<WayOptions, 'variables' | 'onProgram'>,
): Way {
  const { whereabouts } = target;
  const options: WayOptions = {
    variables,
    offline: offlineEnvironment(variables),
    program: program === undefined ? null : path.resolve(root, program),
    timeout: millisecondsOf(timeout),
    onProgram,
  };
  if (whereabouts.kind === 'postgres') return postgresWay(whereabouts.place, target, options);
  if (whereabouts.kind === 'mysql') return mysqlWay(whereabouts.place, target, options);
  if (whereabouts.kind === 'sqlite') return sqliteWay(whereabouts, target);
  if (whereabouts.kind === 'pglite') return pgliteWay(whereabouts, target);
  throw new GuardError(
    'unsupported-database',
    `${target.description} is a server of libsql, which hands out no copy of its files; nothing was done`,
    'use its own backups (Turso keeps every moment: `turso db create <new> --from-db <database>`), and name what makes one with "backup": { "command": […] } of the environment in drizzle-guard.json',
  );
}

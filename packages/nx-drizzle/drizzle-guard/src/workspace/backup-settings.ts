import * as v from 'valibot';
import { DURATION } from '../text/duration';

export const Duration = v.pipe(v.string(), v.regex(DURATION, 'a time such as 500ms, 20s, 2m or 1h'));

export const Backup = v.strictObject({
  to: v.pipe(
    v.optional(v.pipe(v.string(), v.nonEmpty('must not be empty')), '.drizzle-guard/backups'),
    v.description('The folder of backups, from the repository root.'),
  ),
  keep: v.pipe(
    v.optional(v.pipe(v.number(), v.integer('a whole number'), v.minValue(1, 'at least 1')), 10),
    v.description(
      'How many backups of a database and environment are kept; the oldest go after one has succeeded.',
    ),
  ),
  timeout: v.pipe(v.optional(Duration, '1h'), v.description('How long a backup, or a restore, may take.')),
  program: v.pipe(
    v.optional(v.string()),
    v.description(
      'The dump program (pg_dump, mariadb-dump, mysqldump), absolute or from the repository root; what restores is looked for beside it. Default: the one that is found.',
    ),
  ),
  command: v.pipe(
    v.optional(v.pipe(v.array(v.string()), v.minLength(1, 'a program and its arguments'))),
    v.description(
      'A command of your own that makes the backup in place of drizzle-guard, such as a snapshot of the hoster: a program and its arguments, run at the repository root without a shell. 0 means that there is a backup.',
    ),
  ),
});

export type BackupSettings = v.InferOutput<typeof Backup>;

/** Those of an environment of which nothing is configured. */
export const DEFAULT_BACKUP: BackupSettings = v.parse(Backup, {});

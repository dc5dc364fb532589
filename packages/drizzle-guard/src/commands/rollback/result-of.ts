import type { Ran } from '../../apply/run-planned';
import type { StatementLocks } from '../../engines/shadow/locks';
import { failureOf } from '../../errors/failure';
import type { CountedLoss } from '../../rollback/losses';
import type { Label, Way } from '../../rollback/way';
import { listOf } from '../../text/words';
import type { RollbackResult } from './run';

/** How a migration is taken back. */
export interface ToldWay {
  migration: string;
  /**
   * `proven`: on a throw-away database it gives what was there before, and nothing is lost. `lossy`: the same, and
   * `losses` go with it. `manual`: `why` says what was not proven, or that there is no SQL.
   */
  label: Label;
  /** "drizzle-kit", or the file in which somebody wrote the SQL; null where there is none. */
  by: string | null;
  statements: string[];
  /**
   * `{ kind, table, column, detail, rows }`: a table with so many rows, a column with so many values that are not null,
   * a type with so many values that may not fit, or rows that a statement deletes; `rows` is null where nobody could
   * count.
   */
  losses: CountedLoss[];
  /** What the migration did to rows of tables that stay, in its own words: that is not taken back. */
  stays: string[];
  why: string | null;
  /** In a dry run what each statement locks, as in `migrate`; else null, and where it cannot be told. */
  locks: StatementLocks[] | null;
}

export function toldOf({ migration, label, down, losses, stays, why, locks }: Way): ToldWay {
  const by = down && (down.file ?? 'drizzle-kit');
  return { migration, label, by, statements: down?.statements ?? [], losses, stays, why, locks };
}

/** What is reported of a run. Pure. */
export function resultOf({ live, plan, outcome }: Ran): Partial<RollbackResult> {
  const {
    undone = [],
    findings,
    failure,
    demanded,
    backup,
    lockWait,
    olderDifferences,
    notVerified,
  } = outcome;
  return {
    undone,
    findings: [...plan.findings, ...findings],
    ...(demanded.length > 0 ? { demanded } : {}),
    ...(backup ? { backup } : {}),
    ...(lockWait === undefined ? {} : { lockWait }),
    ...(olderDifferences.length > 0 ? { olderDifferences } : {}),
    ...(notVerified === null ? {} : { notChecked: ['base', 'verification'], notVerified }),
    ...(failure ? { error: failureOf(failure) } : {}),
    ...(undone.length > 0
      ? {
          hint: whatNow(
            undone.map(({ migration }) => migration),
            live,
          ),
        }
      : {}),
  };
}

/** One that was applied out of order is taken back before newer ones, and comes late then. */
function whatNow(tags: readonly string[], { match, settings }: Ran['live']): string {
  const isOne = tags.length === 1;
  const [them, they] = isOne ? ['it', 'it has'] : ['them', 'they have'];
  const first = match.migrations.findIndex(({ tag }) => tags.includes(tag));
  const isLate = match.migrations.slice(first).some(({ tag, row }) => row !== null && !tags.includes(tag));
  const again = `drizzle-guard migrate${isLate ? ' --late apply' : ''}`;
  return `${listOf([...tags].reverse())} ${isOne ? 'is' : 'are'} pending again, with ${isOne ? 'its' : 'their'} files in ${settings.out}: the next \`${again}\` applies ${them} again. Correct ${them} first; or take the change out of the schema, and delete ${them} where ${they} not landed, else run \`drizzle-guard generate\``;
}

import type { AgainstBase } from '../checks/against-base';
import { lateAgainstBase } from '../checks/late-migration';
import { graphOf, type Mark } from '../history/graph';
import type { History, Migration } from '../history/history';
import { absentHere, unionOf } from '../history/union';

export interface DrawnMigration {
  migration: string;
  /** When it was made (ISO 8601); null where the number that stands there is no time. */
  madeAt: string | null;
  /** Null where there is no base. */
  landed: boolean | null;
  /** False for one that only the base has. */
  here: boolean;
  /** Not landed, and not newer than the newest landed one. */
  late: boolean;
  /** The migrations that it continues. */
  parents: string[];
  marks: (Mark | 'edited' | 'renamed' | 'removed')[];
}

/** A history's graph, beside the base's where there is one: then with the migrations that only the base has. */
export function drawnMigrations(here: History, context: AgainstBase | null): DrawnMigration[] {
  if (!context)
    return graphOf(here.migrations).map((node) => ({
      ...described(node.migration),
      landed: null,
      here: true,
      late: false,
      parents: node.parents,
      marks: node.marks,
    }));
  const tagsOf = (migrations: readonly Migration[]) => new Set(migrations.map(({ tag }) => tag));
  const mine = tagsOf(context.mine);
  const absent = tagsOf(absentHere(context));
  const late = new Set(lateAgainstBase(context).map(({ migration }) => migration));
  const edited = tagsOf(context.edited.map((one) => one.here));
  const removed = tagsOf(context.removed.map(({ landed }) => landed));
  const renamed = tagsOf(context.removed.flatMap((one) => one.renamed ?? []));
  return graphOf(unionOf(here, context.landed, context)).map(({ migration, parents, marks }) => {
    const { tag } = migration;
    return {
      ...described(migration),
      landed: !mine.has(tag),
      here: !absent.has(tag),
      late: late.has(tag),
      parents,
      marks: [
        ...marks,
        ...(edited.has(tag) ? ['edited' as const] : []),
        ...(renamed.has(tag) ? ['renamed' as const] : []),
        ...(removed.has(tag) ? ['removed' as const] : []),
      ],
    };
  });
}

function described({ tag, timestamp }: Migration): Pick<DrawnMigration, 'migration' | 'madeAt'> {
  const date = new Date(timestamp);
  return { migration: tag, madeAt: Number.isNaN(date.getTime()) ? null : date.toISOString() };
}

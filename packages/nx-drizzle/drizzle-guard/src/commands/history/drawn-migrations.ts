import { graphOf, type Mark } from '../../history/graph';
import type { History, Migration } from '../../history/history';
import { lateBeside } from '../../history/late';
import { absentHere, unionOf } from '../../history/union';
import type { BaseContext } from '../../rules/contexts';

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
export function drawnMigrations(here: History, context: BaseContext | null): DrawnMigration[] {
  const migrations = context ? unionOf(here, context.base.history, context) : here.migrations;
  const { mine, removed, edited } = context ?? { mine: [], removed: [], edited: [] };
  const unlanded = tagsOf(mine);
  const absent = tagsOf(context ? absentHere(context) : []);
  const late = tagsOf(context ? lateBeside(mine, here, context.base.history) : []);
  const marked = {
    edited: tagsOf(edited.map((one) => one.mine)),
    renamed: tagsOf(removed.flatMap((one) => one.renamed ?? [])),
    removed: tagsOf(removed.map((one) => one.theirs)),
  };
  const marksOfBase = ['edited', 'renamed', 'removed'] as const;
  return graphOf(migrations).map(({ migration: { tag, timestamp }, parents, marks }) => ({
    migration: tag,
    madeAt: isoOf(timestamp),
    landed: context ? !unlanded.has(tag) : null,
    here: !absent.has(tag),
    late: late.has(tag),
    parents,
    marks: [...marks, ...marksOfBase.filter((mark) => marked[mark].has(tag))],
  }));
}

function tagsOf(migrations: readonly Migration[]): Set<string> {
  return new Set(migrations.map(({ tag }) => tag));
}

function isoOf(timestamp: number): string | null {
  const date = new Date(timestamp);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

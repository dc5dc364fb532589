import { wantsBundle } from '../../history/layouts/bundle';
import { conflictsBetween } from '../../judging/branch-conflicts';
import type { Finding } from '../../rules/finding';
import { findingsAbout } from '../../rules/run';
import type { Database } from '../../workspace/discover';
import { carrySteps, type CarriedStep } from '../carry-steps';
import type { Doubled } from '../duplicates';
import { isInPlace, mayNotStay, movingIn, type Step } from '../moving';
import { newNames } from '../new-names';
import type { Placed } from '../placed';
import { notesOn } from '../notes-on';
import { clashing, type Refusal } from '../refusal';
import { doubledFiles } from './doubled-files';
import { faultsIn, unreadIn } from './faults-in';
import { inTheWay } from './in-the-way';
import { filesInPlace, placeFiles, type Files } from './place-files';
import { ownIn, readOnto, readSteps, strayIn, type Held } from './read-steps';
import type { Rebasing } from './rebasing';
import { readMoving, refusalsBy, rulingOnMove } from './ruling-on-move';

/** What is to be done to one database's migrations; nothing of it is done. */
export interface RebasePlan {
  moved: { from: string; to: string }[];
  /** What of mine is left out, because theirs has it. */
  dropped: { migration: string; statements: string[]; isWhole: boolean }[];
  /** What is to be in files of the folder, be it there already or not. */
  files: Files;
  refused: Refusal[];
  /** In words. */
  notes: string[];
  /** What is found in a side already. */
  known: () => readonly Finding[];
  database: Database;
  /** The migrations folder, from the root. */
  out: string;
  /** Why it was not run that the two sides go together; null where it was, or there is nothing to run. */
  notProved: string | null;
}

/** A plan after which drizzle-kit generates what the schema then lacks. */
export interface RegenerationPlan extends RebasePlan {
  /** Tags of those that go. */
  replaced: string[];
  /** What the new one is called; null where the schema lacks nothing. */
  generates: string | null;
}

export function isRegeneration(plan: RebasePlan): plan is RegenerationPlan {
  return 'generates' in plan;
}

export interface PlanOptions {
  /** Whether what theirs has already may be left out. */
  dropDuplicates: boolean;
  /** Whether a shadow may be started. */
  shadow: boolean;
  /** For how long, in milliseconds; by default a shadow's own. */
  limit?: number;
}

/** The plan in which nothing is done. */
export function emptyPlan(
  { database, folder: { out } }: Pick<Rebasing, 'database' | 'folder'>,
  refused: readonly Refusal[] = [],
): RebasePlan {
  return {
    ...{ moved: [], dropped: [], files: new Map(), refused: [...refused], notes: [], known: () => [] },
    ...{ database, out, notProved: null },
  };
}

/** Plans the move of one database's migrations behind theirs. Where anything is refused, no file is planned. */
export async function planDatabase(rebasing: Rebasing, options: PlanOptions): Promise<RebasePlan> {
  const { session, database, folder, mine: from, theirs: to } = rebasing;
  const heldAt = async (at: typeof from.at): Promise<Held> => ({
    tree: await session.tree(at),
    history: await session.history(at, folder.out),
  });
  const [mine, theirs] = [await heldAt(from.at), await heldAt(to.at)];
  const own = await ownIn(mine, theirs, from.tags);
  if (own.length === 0 || theirs.history.migrations.length === 0)
    return emptyPlan(rebasing, mine.history.migrations.length === 0 ? unreadIn(rebasing, mine) : []);
  const faults = faultsIn(rebasing, mine, theirs);
  if (faults.length > 0) return emptyPlan(rebasing, faults);
  const { layout } = theirs.history;
  if (layout === 'journal' && isInPlace(mine.history, theirs.history, own, Date.now()))
    return { ...emptyPlan(rebasing), files: await filesInPlace(mine, own) };
  const moving = movingIn(mine.history, theirs.history, own);
  // What is parsed of the one is so while git reads the other.
  const [read, texts] = await Promise.all([readSteps(mine, theirs, own), readMoving(mine, theirs, moving)]);
  if (layout === 'journal') {
    // Known before anything is run: what came beside it is told by what it continues.
    if ('refusals' in read) return emptyPlan(rebasing, read.refusals);
    const stray = strayIn(moving, to.name);
    if (stray) return emptyPlan(rebasing, [stray]);
  }
  const ruling = await rulingOnMove(rebasing, theirs, texts, options);
  const { checks } = (await session.terms(to.at)).configuration;
  const beside = async () => ({
    landed: theirs.history.migrations.filter(({ tag }) => to.isLanded(tag)),
    ruling,
    isRefused: (await conflictsBetween(mine, theirs)).length > 0,
    forbidsForks: checks['unmerged-fork'] === 'error',
  });
  if (layout === 'folders' && !mayNotStay(mine.history, theirs.history, moving, await beside()))
    return { ...emptyPlan(rebasing), notes: moving.theirs.length > 0 ? [STAYS] : [] };
  if ('refusals' in read) return emptyPlan(rebasing, read.refusals);
  const onto = await readOnto(theirs, moving);
  if ('reason' in onto) return emptyPlan(rebasing, [onto]);
  const { dropDuplicates } = options;
  const { doubled, entangled } = await doubledFiles(mine, theirs, moving);
  if (dropDuplicates && entangled.length > 0) return emptyPlan(rebasing, entangled);
  const told = { name: database.name, theirs: to.name, doubled, dropDuplicates };
  const forbidden = ruling ? refusalsBy(ruling, moving, told) : [];
  if (forbidden.length > 0) return emptyPlan(rebasing, forbidden);
  const result = carrySteps(read.steps, onto);
  if ('clashes' in result) return emptyPlan(rebasing, clashing(result, to.name));
  const dropped = dropDuplicates ? doubled : [];
  const placed = placedOf(read.steps, result.carried, dropped, theirs, rebasing);
  const files = await placeFiles({ mine, theirs, own, beside: moving.theirs, placed });
  const hidden = await inTheWay(rebasing, { mine, theirs, own, files });
  if (hidden.length > 0) return emptyPlan(rebasing, hidden);
  const hasBundle = theirs.history.bundle !== undefined || wantsBundle(folder.driver ?? null);
  return {
    ...emptyPlan(rebasing),
    moved: placed.map(({ migration, tag }) => ({ from: migration.tag, to: tag })),
    dropped: dropped.map(({ tag, same, isWhole }) => ({
      ...{ migration: tag, isWhole },
      statements: same.map(({ sql }) => sql),
    })),
    files: hasBundle ? await (await import('./with-bundle')).withBundle(rebasing, theirs, files) : files,
    known: () => [...structureOf(rebasing, mine), ...structureOf(rebasing, theirs)],
    notes: notesOn(read.steps, result.carried, doubled, dropDuplicates),
    notProved: ruling?.notProved ?? null,
  };
}

const STAYS =
  'yours stand beside theirs as they are: drizzle-kit 1.0 continues both with the next migration, and either order leads to the same';

function structureOf({ database, folder }: Rebasing, { history }: Held): Finding[] {
  const driver = folder.driver ?? null;
  return findingsAbout('structure', { history, now: Date.now(), driver }, database.name, {});
}

function placedOf(
  steps: readonly Step[],
  carried: readonly CarriedStep[],
  dropped: readonly Doubled[],
  { history }: Held,
  { landedUntil }: Rebasing,
): Placed[] {
  const whole = new Set(dropped.flatMap(({ tag, isWhole }) => (isWhole ? [tag] : [])));
  const kept = steps.flatMap(({ migration, after: own }, at) =>
    whole.has(migration.tag) ? [] : [{ migration, own, state: carried[at]!.state }],
  );
  const names = newNames(
    history,
    kept.map(({ migration }) => migration),
    Date.now(),
    landedUntil,
  );
  return kept.map((one, at) => ({
    ...one,
    ...names[at]!,
    dropped: dropped.find(({ tag }) => tag === one.migration.tag)?.same ?? [],
  }));
}

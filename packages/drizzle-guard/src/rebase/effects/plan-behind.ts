import { wantsBundle } from '../../history/layouts/bundle';
import type { Migration } from '../../history/history';
import type { Ruling } from '../../results/verdict';
import type { Finding } from '../../rules/finding';
import { findingsAbout } from '../../rules/run';
import { carrySteps, type CarriedStep } from '../carry-steps';
import type { Doubled } from '../duplicates';
import type { Moving, Step } from '../moving';
import { newNames } from '../new-names';
import type { Placed } from '../placed';
import { notesOn } from '../notes-on';
import { clashing } from '../refusal';
import { doubledFiles } from './doubled-files';
import { inTheWay } from './in-the-way';
import { placeFiles } from './place-files';
import { readOnto, type Held } from './read-steps';
import { emptyPlan, type PlanOptions, type RebasePlan } from './rebase-plan';
import type { Rebasing } from './rebasing';
import { refusalsBy } from './ruling-on-move';

/** Two sides of which one moves behind the other. */
export interface Behind {
  mine: Held;
  theirs: Held;
  /** What only mine has. */
  own: readonly Migration[];
  moving: Moving;
  /** What moves, with its snapshots. */
  steps: readonly Step[];
  /** Null where it came beside nothing. */
  ruling: Ruling | null;
}

/** Plans the move itself: what each migration says, is called and continues behind theirs; or why it cannot move. */
export async function planBehind(
  rebasing: Rebasing,
  { dropDuplicates }: PlanOptions,
  { mine, theirs, own, moving, steps, ruling }: Behind,
): Promise<RebasePlan> {
  const onto = await readOnto(theirs, moving);
  if ('reason' in onto) return emptyPlan(rebasing, [onto]);
  const { doubled, entangled } = await doubledFiles(mine, theirs, moving);
  if (dropDuplicates && entangled.length > 0) return emptyPlan(rebasing, entangled);
  const told = { name: rebasing.database.name, theirs: rebasing.theirs.name, doubled, dropDuplicates };
  const forbidden = ruling ? refusalsBy(ruling, moving, told) : [];
  if (forbidden.length > 0) return emptyPlan(rebasing, forbidden);
  const result = carrySteps(steps, onto);
  if ('clashes' in result) return emptyPlan(rebasing, clashing(result, rebasing.theirs.name));
  const dropped = dropDuplicates ? doubled : [];
  const placed = placedOf(steps, result.carried, dropped, theirs, rebasing);
  const files = await placeFiles({ mine, theirs, own, beside: moving.theirs, placed });
  const hidden = await inTheWay(rebasing, { mine, theirs, own, files });
  if (hidden.length > 0) return emptyPlan(rebasing, hidden);
  const hasBundle = theirs.history.bundle !== undefined || wantsBundle(rebasing.folder.driver ?? null);
  return {
    ...emptyPlan(rebasing),
    moved: placed.map(({ migration, tag }) => ({ from: migration.tag, to: tag })),
    dropped: dropped.map(({ tag, same, isWhole }) => ({
      ...{ migration: tag, isWhole },
      statements: same.map(({ sql }) => sql),
    })),
    files: hasBundle ? await (await import('./with-bundle')).withBundle(rebasing, theirs, files) : files,
    known: () => [...structureOf(rebasing, mine), ...structureOf(rebasing, theirs)],
    notes: notesOn(steps, result.carried, doubled, dropDuplicates),
    notProved: ruling?.notProved ?? null,
  };
}

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

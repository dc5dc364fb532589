import { sequenceFaults } from '../../judging/preflight';
import type { Finding } from '../../rules/finding';
import { findingsAbout } from '../../rules/run';
import { readText } from '../../sources/tree';
import type { Database } from '../../workspace/discover';
import { carrySteps, type CarriedStep } from '../carry-steps';
import { doubledIn, type Doubled } from '../duplicates';
import { isInPlace, mayNotStay, movingIn, type Moving, type Step } from '../moving';
import { newNames } from '../new-names';
import type { Placed } from '../placed';
import type { Refusal } from '../refusal';
import { placeFiles, type Files } from './place-files';
import { readOnto, readSteps, type Held } from './read-steps';
import type { Rebasing } from './rebasing';
import { refusalsBy, rulingOnMove } from './ruling-on-move';

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
  known: readonly Finding[];
  database: Database;
  /** The migrations folder, from the root. */
  out: string;
  /** Why it was not run that the two sides go together; null where it was, or there is nothing to run. */
  notProved: string | null;
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
    ...{ moved: [], dropped: [], files: new Map(), refused: [...refused], notes: [], known: [] },
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
  const tags = new Set(from.tags);
  const own = mine.history.migrations.filter(({ tag }) => tags.has(tag));
  if (own.length === 0) return emptyPlan(rebasing);
  const faults = faultsIn(rebasing, mine, theirs);
  if (faults.length > 0) return emptyPlan(rebasing, faults);
  const { layout } = theirs.history;
  if (layout === 'journal' && isInPlace(mine.history, theirs.history, own)) return emptyPlan(rebasing);
  const moving = movingIn(mine.history, theirs.history, own);
  const ruling = await rulingOnMove(rebasing, mine, theirs, moving, options);
  const { checks } = (await session.terms(to.at)).configuration;
  if (layout === 'folders' && !mayNotStay(mine.history, theirs.history, moving, { ruling, checks }))
    return { ...emptyPlan(rebasing), notes: moving.theirs.length > 0 ? [STAYS] : [] };
  const read = await readSteps(mine, theirs, own);
  if ('refusals' in read) return emptyPlan(rebasing, read.refusals);
  const onto = await readOnto(theirs, moving);
  if ('reason' in onto) return emptyPlan(rebasing, [onto]);
  const { dropDuplicates } = options;
  const doubled = await doubledOf(mine, theirs, moving);
  const told = { name: database.name, theirs: to.name, doubled, dropDuplicates };
  const forbidden = ruling ? refusalsBy(ruling, moving, told) : [];
  if (forbidden.length > 0) return emptyPlan(rebasing, forbidden);
  const result = carrySteps(read.steps, onto);
  if ('clashes' in result) return emptyPlan(rebasing, clashing(result, to.name));
  const dropped = dropDuplicates ? doubled : [];
  const placed = placedOf(read.steps, result.carried, dropped, theirs);
  return {
    ...emptyPlan(rebasing),
    moved: placed.map(({ migration, tag }) => ({ from: migration.tag, to: tag })),
    dropped: dropped.map(({ tag, same, isWhole }) => ({
      ...{ migration: tag, isWhole },
      statements: same.map(({ sql }) => sql),
    })),
    files: await placeFiles({ mine, theirs, own, beside: moving.theirs, placed }),
    known: [...structureOf(rebasing, mine), ...structureOf(rebasing, theirs)],
    notes: notesOn(read.steps, result.carried, doubled, dropDuplicates),
    notProved: ruling?.notProved ?? null,
  };
}

const STAYS =
  'yours stand beside theirs as they are: drizzle-kit 1.0 continues both with the next migration, and either order leads to the same';

function faultsIn({ database, theirs: { name } }: Rebasing, mine: Held, theirs: Held): Refusal[] {
  const of = ({ history }: Held, whose: string): Refusal[] =>
    sequenceFaults(history, database.name).map(({ code, message, migration }) => ({
      migration: migration ?? null,
      reason: `${whose}: ${code}: ${message}`,
      with: null,
      help: `\`drizzle-guard explain ${code}\` says what it means; mend it there first`,
    }));
  const faults = [...of(mine, 'mine'), ...of(theirs, name)];
  if (faults.length > 0) return faults;
  if (mine.history.layout !== theirs.history.layout)
    return [
      {
        ...{ migration: null, with: null },
        reason: `mine is in the ${mine.history.layout} layout, and ${name} in that of ${theirs.history.layout}`,
        help: 'upgrade both (`drizzle-guard up`), then run `drizzle-guard rebase` again',
      },
    ];
  const head = theirs.history.migrations.at(-1);
  if (head && !head.snapshot)
    return [
      {
        ...{ migration: head.tag, with: null },
        reason: `${head.snapshotFile} is not there on ${name}: what its migrations lead to is not known`,
        help: `\`drizzle-guard doctor\` on ${name} says how it is made again`,
      },
    ];
  return [];
}

function structureOf({ database, folder }: Rebasing, { history }: Held): Finding[] {
  const driver = folder.driver ?? null;
  return findingsAbout('structure', { history, now: Date.now(), driver }, database.name, {});
}

async function doubledOf(mine: Held, theirs: Held, moving: Moving): Promise<Doubled[]> {
  const texts = async ({ tree }: Held, of: Moving['mine']) =>
    Promise.all(of.map(async ({ tag, sqlFile }) => ({ tag, sql: (await readText(tree, sqlFile)) ?? '' })));
  const [own, others] = [await texts(mine, moving.mine), await texts(theirs, moving.theirs)];
  return doubledIn(
    own,
    others.map(({ sql }) => sql),
  );
}

function clashing(
  { step, clashes }: { step: Step; clashes: readonly { what: string; mine: string; theirs: string }[] },
  theirs: string,
): Refusal[] {
  return clashes.map((clash) => ({
    migration: step.migration.tag,
    reason: `both change ${clash.what}: with mine ${clash.mine}; with ${theirs} ${clash.theirs}`,
    with: clash.what,
    help: 'decide which is to stand: take the other out of the schema and out of yours (it has not landed), then run `drizzle-guard rebase` again',
  }));
}

function placedOf(
  steps: readonly Step[],
  carried: readonly CarriedStep[],
  dropped: readonly Doubled[],
  { history }: Held,
): Placed[] {
  const whole = new Set(dropped.flatMap(({ tag, isWhole }) => (isWhole ? [tag] : [])));
  const kept = steps.flatMap(({ migration, after: own }, at) =>
    whole.has(migration.tag) ? [] : [{ migration, own, state: carried[at]!.state }],
  );
  const names = newNames(
    history,
    kept.map(({ migration }) => migration),
    Date.now(),
  );
  return kept.map((one, at) => ({
    ...one,
    ...names[at]!,
    dropped: dropped.find(({ tag }) => tag === one.migration.tag)?.same ?? [],
  }));
}

/** What both sides have done, and what stays all the same. */
function notesOn(
  steps: readonly Step[],
  carried: readonly CarriedStep[],
  doubled: readonly Doubled[],
  isDropped: boolean,
): string[] {
  const known = new Set(doubled.map(({ tag }) => tag));
  return steps.flatMap(({ migration: { tag } }, at) => {
    if (known.has(tag)) {
      if (isDropped) return [];
      return [
        `theirs has statements of ${tag} too, and can be run before it: they stay; --drop-duplicates leaves them out`,
      ];
    }
    const { shared } = carried[at]!;
    return shared.length === 0
      ? []
      : [
          `the snapshots of theirs have what ${tag} does (${shared.join('; ')}), and their SQL does not: the SQL of ${tag} stays`,
        ];
  });
}

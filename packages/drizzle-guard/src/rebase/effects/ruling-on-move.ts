import type { Meeting } from '../../judging/meetings';
import { rulingOn } from '../../judging/parts/meeting';
import { readMigrations, type ReadMigration } from '../../replay/replay-history';
import type { Ruling } from '../../results/verdict';
import { normalised } from '../../sql/tokens';
import { inOneLine, shortened } from '../../text/shorten';
import type { Doubled } from '../duplicates';
import type { Moving } from '../moving';
import type { Refusal } from '../refusal';
import type { Held } from './read-steps';
import type { Rebasing } from './rebasing';

/** What moves and what it came beside, with their SQL and that of all before; null where it came beside nothing. */
export async function readMoving(
  mine: Held,
  theirs: Held,
  moving: Moving,
): Promise<Pick<Meeting, 'before' | 'pair'> | null> {
  if (moving.theirs.length === 0) return null;
  const [ofMine, all] = await Promise.all([
    readMigrations(mine.tree, { migrations: moving.mine }),
    readMigrations(theirs.tree, theirs.history),
  ]);
  const of = (wanted: Moving['theirs']) =>
    all.filter(({ migration }: ReadMigration) => wanted.includes(migration));
  return { before: of(moving.before), pair: [ofMine, of(moving.theirs)] };
}

/** Whether what moves goes together with what it came beside; null where that is nothing. */
export async function rulingOnMove(
  { session, database, folder, theirs: { at, name } }: Rebasing,
  { history: { layout } }: Held,
  read: Awaited<ReturnType<typeof readMoving>>,
  { shadow, limit }: { shadow: boolean; limit?: number },
): Promise<Ruling | null> {
  if (!read) return null;
  const meeting: Meeting = {
    ...{ ...read, layout, base: name },
    ...{ goesFirst: null, mixed: null, refused: [], faults: [] },
  };
  return rulingOn(session, at, database, folder, meeting, {
    ...{ isAsked: true, shadow, withheld: 'a dry run starts no shadow' },
    ...(limit === undefined ? {} : { limit }),
  });
}

export interface Told {
  /** The database. */
  name: string;
  /** How people call the side that stays. */
  theirs: string;
  doubled: readonly Doubled[];
  dropDuplicates: boolean;
}

/** Why a verdict forbids the move; none where the order in which they then stand is one that works, and leads to one state. Pure. */
export function refusalsBy({ verdict }: Ruling, moving: Moving, told: Told): Refusal[] {
  const all = moving.theirs.map(({ tag }) => tag).join(', ');
  const last = moving.mine.at(-1)!.tag;
  if (verdict.kind === 'cannot tell')
    return [
      {
        ...{ migration: null, with: all },
        reason: `it cannot be told whether they go together: ${verdict.why}`,
        help: 'mend that, then run `drizzle-guard rebase` again',
      },
    ];
  if (verdict.kind === 'conflict') {
    const [isMineFirst, isTheirsFirst] = verdict.works;
    if (isTheirsFirst && !isMineFirst) return [];
    const [own, other] = verdict.does;
    return [
      {
        migration: own?.migration ?? last,
        with: other?.migration ?? all,
        reason: `the two do not go together: ${verdict.shown.join('; ')}`,
        help: isTheirsFirst
          ? `decide which is to stand: edit ${own?.file ?? 'yours'} (it has not landed), or leave it out of the schema; then run \`drizzle-guard rebase\` again`
          : `change ${own?.file ?? 'yours'} so that it can be run after ${told.theirs} (it has not landed); then run \`drizzle-guard rebase\` again`,
      },
    ];
  }
  if (verdict.kind === 'commute' || verdict.refused === null) return [];
  const literal = new Set(told.doubled.flatMap(({ same }) => same.map(({ meaning }) => meaning)));
  const other = verdict.same.find((sql) => !literal.has(normalised(sql)));
  if (other !== undefined)
    return [
      {
        ...{ migration: last, with: all },
        reason: `both do the same in other words, and ${verdict.refused}: ${shortened(inOneLine(other), 100)}`,
        help: 'take that statement out of yours (it has not landed); then run `drizzle-guard rebase` again',
      },
    ];
  if (told.dropDuplicates) return [];
  return told.doubled.map(({ tag, same, isWhole }) => ({
    migration: tag,
    with: all,
    reason: isWhole
      ? `theirs has all of it already, and ${verdict.refused}`
      : `theirs has this of it already, and ${verdict.refused}: ${same.map(({ sql }) => shortened(inOneLine(sql), 100)).join(' ')}`,
    help: `\`drizzle-guard rebase --database ${told.name} --drop-duplicates\` leaves that out of it, and nothing else`,
  }));
}

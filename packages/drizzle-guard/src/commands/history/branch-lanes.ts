import type { Against, AgainstBranch } from '../../results/against';
import { movesAs } from '../../report/against';
import { calledIn } from '../../report/against-pairs';
import { listOf } from '../../text/words';
import type { DrawnMigration } from './drawn-migrations';

/** To which branch a migration belongs that is drawn beside the others. */
export interface Lane {
  branch: string;
  /** What stands between it and others, at its newest migration; none at the older ones. */
  says: readonly string[];
}

type LaneNode = DrawnMigration & { key: string; lane: Lane };

/** More lanes than these nobody can follow. */
const MOST = 8;
const NAMED = 2;

/**
 * The branches that have not landed as nodes to draw, each a lane of its own; newest first, and those to which something has
 * to be said before the others.
 * @param end the newest that has landed; null where nothing has
 */
export function branchLanes(against: Against, end: string | null): LaneNode[] {
  return drawnOf(against).flatMap((branch) => {
    const keys = branch.migrations.map(({ migration }) => `${branch.name}\n${migration}`);
    return branch.migrations
      .map((one, at): LaneNode => {
        const parent = at === 0 ? end : keys[at - 1]!;
        const isNewest = at === branch.migrations.length - 1;
        return {
          ...{ ...one, key: keys[at]!, landed: false, here: true, late: false, marks: [] },
          parents: parent === null ? [] : [parent],
          lane: { branch: branch.name, says: isNewest ? sayingOf(branch, against) : [] },
        };
      })
      .reverse();
  });
}

/** A line on the branches for which there was no room, and one on each of which it is not known what it brings. */
export function leftOutOf(against: Against): string[] {
  const others = against.branches.filter(({ isThis }) => !isThis);
  const left = others.filter(({ migrations }) => migrations.length > 0).length - drawnOf(against).length;
  const unread = others.filter(({ migrations }) => migrations.length === 0);
  return [
    ...(left === 0 ? [] : [`and ${left} more that bring migrations: all are in --json`]),
    ...unread.map(({ name, why }) => `not drawn: ${name}, ${why ?? ''}`),
  ];
}

function drawnOf(against: Against): AgainstBranch[] {
  const drawable = against.branches.filter(({ isThis, migrations }) => !isThis && migrations.length > 0);
  const isTold = (branch: AgainstBranch) => sayingOf(branch, against)[0] !== COMMUTES;
  return [...drawable.filter(isTold), ...drawable.filter((branch) => !isTold(branch))].slice(0, MOST);
}

const COMMUTES = 'commutes';

function sayingOf({ name, state, why }: AgainstBranch, against: Against): string[] {
  if (state !== 'judged') return [why === null ? state : `not judged: ${why}`];
  const called = calledIn(against);
  const withOf = (verdict: string) =>
    against.pairs
      .filter((pair) => pair.verdict === verdict && pair.branches.includes(name))
      .map(({ branches: [one, other] }) => called(one === name ? other : one));
  const words = [
    ...saying('conflicts with', withOf('conflict')),
    ...saying('does the same as', withOf('convergent')),
    ...saying('cannot be told beside', withOf('cannot tell')),
  ];
  const move = against.moves.find(({ branch }) => branch === name);
  const because = move?.because.filter(({ kind }) => kind === 'late' || kind === 'same number') ?? [];
  if (move && because.length > 0) words.push(movesAs({ ...move, because }, called));
  return words.length === 0 ? [COMMUTES] : words;
}

function saying(what: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const more = names.length - NAMED;
  return [`${what} ${more > 0 ? `${names.slice(0, NAMED).join(', ')} and ${more} more` : listOf(names)}`];
}

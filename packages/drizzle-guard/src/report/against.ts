import type { Against, AgainstBranch, AgainstMove, AgainstPair, MoveReason } from '../results/against';
import { shortened } from '../text/shorten';
import { count, listOf } from '../text/words';
import { calledIn, pairTexts } from './against-pairs';
import type { Style } from './style';

/** What is shown of the branches of a database; all of it is in the JSON. */
const SHOWN = { rows: 20, names: 3, tags: 3, order: 20 };

export interface AgainstRow {
  name: string;
  migrations: string;
  /** What becomes of it, in words; "" where it lands as it is. */
  says: string;
}

/** The branches beside each other, as words that are printed in one form or another. Pure. */
export interface AgainstWords {
  headline: string;
  rows: AgainstRow[];
  /** Of two that are not plain: the first line says what it is, the others show it. */
  pairs: string[];
  /** "" where there is nothing to put in order. */
  order: string;
}

/** @param isFinding whether what is wrong between this branch and another one is told as a finding already */
export function wordsOfAgainst(against: Against, isFinding: (pair: AgainstPair) => boolean): AgainstWords {
  const { branches, without, base } = against;
  const none = without === 0 ? '' : `${branchesBring(without)} none`;
  if (branches.length === 0)
    return {
      headline: `against ${base}: no branch brings migrations${none === '' ? '' : `; ${none}`}`,
      rows: [],
      pairs: [],
      order: '',
    };
  const some = `${branchesBring(branches.length)} migrations`;
  return {
    headline: `against ${base}: ${[some, ...(none === '' ? [] : [none])].join(', ')}`,
    rows: rowsOf(against),
    pairs: pairTexts(against, isFinding),
    order: orderOf(against),
  };
}

function branchesBring(number: number): string {
  return number === 1 ? '1 branch brings' : `${number} branches bring`;
}

function rowsOf(against: Against): AgainstRow[] {
  const { branches, moves } = against;
  const called = calledIn(against);
  const moving = new Map(moves.map((move) => [move.branch, move]));
  const rank = (branch: AgainstBranch) =>
    branch.isThis ? 0 : branch.state !== 'judged' ? 1 : moving.has(branch.name) ? 2 : 3;
  const sorted = [...branches].sort((one, other) => rank(one) - rank(other));
  const shown = sorted.slice(0, SHOWN.rows).map((branch): AgainstRow => {
    const move = moving.get(branch.name);
    const says = branch.why === null ? (move ? movesAs(move, called) : '') : stateOf(branch);
    return {
      name: called(branch.name),
      migrations: some(
        branch.migrations.map(({ migration }) => migration),
        SHOWN.tags,
      ),
      says,
    };
  });
  const left = sorted.length - shown.length;
  return left === 0
    ? shown
    : [...shown, { name: `and ${left} more`, migrations: '', says: 'all are in --json' }];
}

const STATES: Readonly<Record<Exclude<AgainstBranch['state'], 'judged'>, string>> = {
  fails: 'fails on the base',
  broken: 'broken',
  unrelated: 'not judged',
  'not judged': 'not judged',
};

function stateOf({ state, why }: AgainstBranch): string {
  return `${state === 'judged' ? '' : `${STATES[state]}: `}${shortened(why ?? '', 300)}`;
}

/** What a branch has to do when it lands in that order. */
export function movesAs({ because }: AgainstMove, called: (name: string) => string): string {
  const reasons = because.map(
    ({ kind, with: others }) => `${REASONS[kind]} ${some(others.map(called), SHOWN.names)}`,
  );
  return `moves: ${reasons.join(', ')}`;
}

const REASONS: Readonly<Record<MoveReason, string>> = {
  'same number': 'same number as',
  late: 'late after',
  conflict: 'does not go after',
  convergent: 'does the same as',
};

function some(names: readonly string[], most: number): string {
  if (names.length <= most) return listOf(names);
  return `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}

function orderOf(against: Against): string {
  const { order, moves } = against;
  if (order.length < 2) return '';
  const called = calledIn(against);
  const moving = new Set(moves.map(({ branch }) => branch));
  const names = order
    .slice(0, SHOWN.order)
    .map((name) => (moving.has(name) ? `${called(name)} (moves)` : called(name)));
  const left = order.length - names.length;
  const fewest =
    moves.length === 0 ? 'nobody has to move' : `${count(moves.length, 'move')}, no order has fewer`;
  const isBest = order.length <= 14 || moves.length === 0;
  const said = isBest ? fewest : count(moves.length, 'move');
  return `lands in this order: ${names.join(', ')}${left === 0 ? '' : `, and ${left} more`} (${said})`;
}

const WIDEST = 40;

/** The same for a terminal, a line each. */
export function linesOfAgainst(words: AgainstWords, style: Style): string[] {
  const width = (of: (row: AgainstRow) => string) =>
    Math.min(WIDEST, Math.max(0, ...words.rows.map((row) => of(row).length)));
  const [names, tags] = [width(({ name }) => name), width(({ migrations }) => migrations)];
  return [
    words.headline,
    ...words.rows.map(({ name, migrations, says }) =>
      `  ${style.bold(name.padEnd(names))}  ${migrations.padEnd(tags)}  ${style.yellow(says)}`.trimEnd(),
    ),
    ...words.pairs.flatMap((text) => text.split('\n')),
    ...(words.order === '' ? [] : [words.order]),
  ];
}

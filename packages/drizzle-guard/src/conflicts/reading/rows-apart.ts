import type { Rows } from './effect';
import { columnsOf, type Standing } from './standing';

/**
 * Why what two statements do to the rows of one table hangs on their order, or cannot be done twice; null where it does
 * not, as far as is known.
 */
export function rowsApart(one: Rows, other: Rows, known: Standing): string | null {
  const [first, second] = RANK[one.how] <= RANK[other.how] ? [one, other] : [other, one];
  return RULES[`${first.how} ${second.how}`]?.(first, second, known) ?? null;
}

const RANK = {
  ...{ insert: 0, update: 1, delete: 2, read: 3, ask: 4 },
  ...{ 'meet insert': 5, 'meet update': 6, 'meet delete': 7 },
};

const MET = 'the rows that a trigger or a rule meets';

type Rule = (one: Rows, other: Rows, known: Standing) => string | null;

const RULES: { readonly [pair: string]: Rule | undefined } = {
  'insert insert'(one, other, known) {
    const numbered = [...one.reads].find((column) => other.reads.has(column));
    if (numbered !== undefined) return `the numbers that ${numbered} gets`;
    for (const [column, { isUnique }] of columnsOf(known, one.table)) {
      const [mine, theirs] = [one.where.get(column), other.where.get(column)];
      if (!isUnique || !mine || !theirs || !meet(mine, theirs)) continue;
      // Whoever comes first stays; two that say nothing but the key say the same.
      const saysMore = (rows: Rows) => [...rows.sets.keys()].some((name) => name !== column);
      if (!one.forgiving || !other.forgiving || saysMore(one) || saysMore(other))
        return `two rows of one ${column}`;
    }
    return null;
  },
  'insert update': (one, other) =>
    overlap(one, other) && !isSaid(one, other) ? 'the rows that are put in' : null,
  'insert delete': (one, other) => (overlap(one, other) ? 'the rows that are put in' : null),
  'insert read': () => 'the rows that are put in',
  'insert ask': (one, other) =>
    other.reads.size === 0 || overlapOfAsked(one, other) ? 'the rows that are put in' : null,
  'update update'(one, other) {
    if (swallows(one, other) || swallows(other, one)) return null;
    const [moves, moved] = [chooses(one, other), chooses(other, one)];
    const chosen = moves ?? moved;
    if (chosen !== null) return chosen;
    if (!overlap(one, other)) return null;
    for (const [column, value] of one.sets) {
      if (!other.sets.has(column)) continue;
      const theirs = other.sets.get(column);
      if (one.adds.has(column) && other.adds.has(column)) continue;
      if (value === null || value !== theirs) return column;
    }
    return taken(one, other) ?? taken(other, one);
  },
  'update delete': (one, other) => chooses(one, other),
  'update read': (one, other) => [...one.sets.keys()].find((column) => other.reads.has(column)) ?? null,
  'update ask'(one, other, known) {
    const asked = [...one.sets].find(([column]) => other.reads.has(column));
    if (!asked) return null;
    const wanted = other.where.get(asked[0]);
    if (wanted) return asked[1] === null || wanted.has(asked[1]) ? asked[0] : null;
    // One value for many rows; a value for one row is that of most.
    const isOfOne = columnsOf(known, one.table).some(
      ([name, { isUnique }]) => isUnique && one.where.has(name),
    );
    return asked[1] !== null && asked[1] !== 'NULL' && !isOfOne ? asked[0] : null;
  },
  'delete read': () => 'the rows that are deleted',
  'insert meet insert': () => MET,
  'update meet update': (one, { reads }) =>
    reads.size === 0 || [...one.sets.keys()].some((column) => reads.has(column)) ? MET : null,
  'delete meet delete': () => MET,
};

/** Whether rows that are put in hold already what an update gives. */
function isSaid(inserted: Rows, update: Rows): boolean {
  return [...update.sets].every(([column, value]) => {
    const given = inserted.where.get(column);
    return value !== null && given?.size === 1 && given.has(value);
  });
}

/** Whether one gives every row what the other gives some, of which there are none after it. */
function swallows(one: Rows, other: Rows): boolean {
  const isGiven = [...other.sets.keys()].every((column) => typeof one.sets.get(column) === 'string');
  const isLeft = [...other.where].some(([column, values]) => {
    const given = one.sets.get(column);
    return typeof given === 'string' && !values.has(given);
  });
  return one.where.size === 0 && isGiven && isLeft;
}

/** Whether there may be rows that both are about. */
function overlap(one: Rows, other: Rows): boolean {
  return [...one.where].every(([column, values]) => {
    const theirs = other.where.get(column);
    return !theirs || meet(values, theirs);
  });
}

function overlapOfAsked(inserted: Rows, asked: Rows): boolean {
  if (asked.where.size === 0) return false;
  return [...asked.where].every(([column, values]) => {
    const given = inserted.where.get(column);
    return given !== undefined && meet(given, values);
  });
}

function meet(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return [...one].some((value) => other.has(value));
}

/** The column of an update by which another chooses its rows, or from which it takes something. */
function chooses(update: Rows, other: Rows): string | null {
  for (const [column, value] of update.sets) {
    const wanted = other.where.get(column);
    if (wanted) {
      const leaves = update.where.get(column);
      const comes = value === null || wanted.has(value);
      if (comes || !leaves || meet(leaves, wanted))
        return overlapBeside(update, other, column) ? column : null;
    } else if (other.how === 'delete' && other.reads.has(column)) return column;
  }
  return null;
}

/** Whether both may be about one row, whatever is in one of its columns. */
function overlapBeside(one: Rows, other: Rows, column: string): boolean {
  const without = (rows: Rows): Rows => ({
    ...rows,
    where: new Map([...rows.where].filter(([name]) => name !== column)),
  });
  return overlap(without(one), without(other));
}

/** What one takes from a column that the other writes. */
function taken(one: Rows, other: Rows): string | null {
  return [...one.reads].find((column) => other.sets.has(column) && !one.sets.has(column)) ?? null;
}

import type { Attempt } from '../engines/shadow/attempt';
import type { ReadMigration } from '../replay/replay-history';
import type { CannotTell, Conflict, Place, Verdict } from '../results/verdict';
import { commandsOf, names } from '../sql/commands';
import { meaningsOf } from '../sql/meanings';
import { listOf } from '../text/words';
import { shortened } from '../text/shorten';
import { apartIn, type Apart } from './apart';
import { oneByOne } from './one-by-one';
import type { Pair } from './pair';

/** The state at which two branches went apart, again and again. */
export interface Arena {
  /**
   * Runs migrations there one after another, and takes them back.
   * @param skipped statements of theirs that are left out
   * @param withRows whether it is looked at what the tables hold
   */
  run(
    migrations: readonly ReadMigration[],
    skipped: ReadonlySet<string>,
    withRows: boolean,
  ): Promise<Attempt>;
  /** The same with no more rows than the migrations have made; null where it is that. */
  empty: Arena | null;
}

type Side = 0 | 1;

/**
 * The verdict of a database: both orders are run where the branches went apart, and what they lead to is compared.
 * @throws ShadowEnded
 */
export async function provePair(arena: Arena, branches: Pair): Promise<Verdict> {
  const pair = oneByOne(branches);
  const withRows = pair.flat().some(touchesRows);
  const orders = [await runOrder(arena, pair, 0, withRows), await runOrder(arena, pair, 1, withRows)];
  const broken = orders.find(({ alone }) => alone !== null)?.alone;
  // Rows that nobody has may be what it fails for.
  if (broken) return arena.empty ? provePair(arena.empty, branches) : cannotTell(broken);
  const [mine, theirs] = orders.map(({ attempt }) => attempt) as [Attempt, Attempt];
  if (mine.failure === null && theirs.failure === null) {
    const again = () => arena.run(inOrder(pair, 0), NONE, withRows);
    const differences = await differencesOf([mine, theirs], again);
    if (differences.length > 0) return differing(pair, differences);
    const same = sameIn(pair);
    return same.length === 0 ? { kind: 'commute' } : { kind: 'convergent', same, refused: null };
  }
  const convergent = await withoutDoubles(arena, pair, withRows);
  return convergent ?? (await refusing(arena, pair, [mine, theirs]));
}

const SIDES: readonly Side[] = [0, 1];

const NONE: ReadonlySet<string> = new Set();

/** A run of both; `alone` is what failed of the first, before the other could have had to do with it. */
interface Ran {
  attempt: Attempt;
  alone: { place: Place; message: string } | null;
}

async function runOrder(arena: Arena, pair: Pair, first: Side, withRows: boolean): Promise<Ran> {
  const order = inOrder(pair, first);
  const attempt = await arena.run(order, NONE, withRows);
  const { failure } = attempt;
  const isAlone = failure !== null && failure.migration < pair[first].length;
  return {
    attempt,
    alone: isAlone ? { place: placeIn(order, failure), message: failure.message } : null,
  };
}

function inOrder(pair: Pair, first: Side): ReadMigration[] {
  return [...pair[first], ...pair[first === 0 ? 1 : 0]];
}

function placeIn(
  order: readonly ReadMigration[],
  { migration, position }: { migration: number; position: number },
): Place {
  const { migration: named, statements } = order[migration]!;
  const { sql = '', line = 1 } = statements[position] ?? {};
  return { migration: named.tag, file: named.sqlFile, line, sql };
}

function cannotTell({ place, message }: { place: Place; message: string }): CannotTell {
  return {
    kind: 'cannot tell',
    why: `${place.migration} fails already on its own: ${firstLine(message)} (${place.file}:${place.line})`,
  };
}

/** What differs, but for what is random or hangs on the time of day. @param again runs the first once more */
async function differencesOf(
  [one, other]: readonly [Attempt, Attempt],
  again: () => Promise<Attempt>,
): Promise<Apart[]> {
  return apartIn(one, other, null).length === 0 ? [] : apartIn(one, other, await again());
}

const SHOWN = 3;

function differing(pair: Pair, differences: readonly Apart[]): Conflict {
  const [one, other] = pair.map(tagsOf) as [string, string];
  const words = differences.map(
    (found) =>
      `${found.object} is ${asWords(found.one)} where ${one} comes first, and ${asWords(found.other)} where ${other} does`,
  );
  const more = words.length - SHOWN;
  return {
    kind: 'conflict',
    does: SIDES.map((side) => placeNaming(pair[side], differences[0]!.object)) as [
      Place | null,
      Place | null,
    ],
    shown: [...words.slice(0, SHOWN), ...(more > 0 ? [`and ${more} more`] : [])],
    works: [true, true],
  };
}

function asWords(definition: string | null): string {
  if (definition === null) return 'not there';
  return definition === '' ? 'there' : `"${shortened(definition.replaceAll(/\s+/g, ' '), 80)}"`;
}

/** The first statement that names something; else the last that names the table to which it belongs. */
function placeNaming(side: readonly ReadMigration[], object: string): Place | null {
  const [, own = '', of = ''] = /^(?:\w+ )*?(\S+)(?: of (\S+))?$/.exec(object) ?? [];
  const path = own.split('.');
  const all = side.flatMap(({ migration, statements }) =>
    statements.map(({ sql, line }) => ({ migration: migration.tag, file: migration.sqlFile, line, sql })),
  );
  const naming = (name: string | undefined) => (place: Place) =>
    name !== undefined && commandsOf(place.sql).some((command) => names(command, name));
  const table = of === '' ? path.at(-2) : of.split('.').at(-1);
  return all.find(naming(path.at(-1))) ?? all.findLast(naming(table)) ?? null;
}

/** What of the one order or the other cannot be run. */
async function refusing(arena: Arena, pair: Pair, attempts: readonly [Attempt, Attempt]): Promise<Conflict> {
  const shown: string[] = [];
  let does: [Place | null, Place | null] = [null, null];
  for (const first of SIDES) {
    const { failure } = attempts[first];
    if (failure === null) continue;
    const second = first === 0 ? 1 : 0;
    const refused = placeIn(inOrder(pair, first), failure);
    const cause = await causeOf(arena, pair, first, failure);
    shown.push(
      `after ${tagsOf(pair[first])} ${refused.migration} fails: ${firstLine(failure.message)} (${refused.file}:${refused.line})`,
    );
    if (does[0] === null && does[1] === null) {
      does = [null, null];
      does[first] = cause;
      does[second] = refused;
    }
  }
  return {
    kind: 'conflict',
    does,
    shown,
    works: [attempts[0].failure === null, attempts[1].failure === null],
  };
}

/** The first statement after which the other side is refused in the same place. */
async function causeOf(
  arena: Arena,
  pair: Pair,
  first: Side,
  failure: { migration: number; position: number },
): Promise<Place> {
  const own = pair[first];
  const all = own.flatMap((read, migration) =>
    read.statements.map((_, position) => ({ migration, position })),
  );
  let [low, high] = [0, all.length - 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const run = await arena.run([...until(own, all[middle]!), ...pair[first === 0 ? 1 : 0]], NONE, false);
    const isSame =
      run.failure !== null &&
      run.failure.position === failure.position &&
      run.failure.migration === failure.migration;
    if (isSame) high = middle;
    else low = middle + 1;
  }
  return placeIn(own, all[low] ?? { migration: 0, position: 0 });
}

/** As many migrations as there are, with the statements up to one of them. */
function until(
  migrations: readonly ReadMigration[],
  { migration, position }: { migration: number; position: number },
): ReadMigration[] {
  return migrations.map((read, at) => ({
    ...read,
    statements:
      at < migration ? read.statements : at > migration ? [] : read.statements.slice(0, position + 1),
  }));
}

/** Whether they go together without what both do; null where they do not. */
async function withoutDoubles(arena: Arena, pair: Pair, withRows: boolean): Promise<Verdict | null> {
  const ends: Attempt[] = [];
  const left: ReadonlySet<string>[] = [];
  const same = new Map<string, string>();
  let refused: string | null = null;
  for (const first of SIDES) {
    const order = inOrder(pair, first);
    const known = new Set(pair[first].flatMap(({ statements }) => statements.map(({ meaning }) => meaning)));
    const skipped = new Set<string>();
    let attempt = await arena.run(order, skipped, withRows);
    while (attempt.failure !== null) {
      const { failure } = attempt;
      const { migration, position, message } = failure;
      const statement = order[migration]!.statements[position];
      if (migration < pair[first].length || !statement) return null;
      if (!failure.alreadyExists && !known.has(statement.meaning)) return null;
      const place = placeIn(order, failure);
      refused ??= `${place.migration} fails after ${tagsOf(pair[first])}: ${firstLine(message)} (${place.file}:${place.line})`;
      skipped.add(keyOf(order[migration]!, position));
      same.set(statement.meaning, statement.sql);
      attempt = await arena.run(order, skipped, withRows);
    }
    ends.push(attempt);
    left.push(skipped);
  }
  const again = () => arena.run(inOrder(pair, 0), left[0]!, withRows);
  if ((await differencesOf(ends as [Attempt, Attempt], again)).length > 0) return null;
  return { kind: 'convergent', same: [...same.values()].map(inOneLine), refused };
}

/** A statement by its migration and place. */
export function keyOf({ migration }: ReadMigration, position: number): string {
  return `${migration.tag}\n${migration.sqlFile}\n${position}`;
}

/** What both say in the same words, rows aside: those may be meant to be written twice. */
function sameIn([one, other]: Pair): string[] {
  const known = new Set(other.flatMap(({ statements }) => statements.map(({ meaning }) => meaning)));
  return one.flatMap(({ statements }) =>
    statements.filter(({ meaning }) => known.has(meaning)).map(({ sql }) => inOneLine(sql)),
  );
}

const ROWS_FIRST = new Set(
  'insert update delete merge copy select with do call truncate refresh execute replace'.split(' '),
);

/** Whether it may read or write rows; a type that is changed rewrites those that are there. */
function touchesRows({ statements }: ReadMigration): boolean {
  return statements.some(({ sql }) =>
    meaningsOf(sql).some((meaning) => ROWS_FIRST.has(meaning[0] ?? '') || meaning.includes('using')),
  );
}

function tagsOf(side: readonly ReadMigration[]): string {
  return listOf(side.map(({ migration }) => migration.tag));
}

function firstLine(message: string): string {
  return message.split('\n')[0]!;
}

function inOneLine(sql: string): string {
  return shortened(sql.trim().replaceAll(/\s+/g, ' '), 120);
}

import type { Attempt } from '../engines/shadow/attempt';
import type { Convergent } from '../results/verdict';
import { keyOf, type Arena } from './arena';
import { differencesOf } from './differing';
import { firstLine, inOrder, placeIn, SIDES, tagsOf, type Side } from './orders';
import type { Pair } from './pair';

/** Whether they go together without what both do; null where they do not. */
export async function withoutDoubles(arena: Arena, pair: Pair): Promise<Convergent | null> {
  const ends: Attempt[] = [];
  const left: ReadonlySet<string>[] = [];
  const same = new Map<string, string>();
  let refused: string | null = null;
  for (const first of SIDES) {
    const order = inOrder(pair, first);
    const known = new Set(pair[first].flatMap(({ statements }) => statements.map(({ meaning }) => meaning)));
    const skipped = new Set<string>();
    let attempt = await arena.run(order, skipped, true);
    while (attempt.failure !== null) {
      const { failure } = attempt;
      const { migration, position, message } = failure;
      const statement = order[migration]!.statements[position];
      if (migration < pair[first].length || !statement) return null;
      const isSame = known.has(statement.meaning) || (failure.alreadyExists && isCompared(statement.meaning));
      if (!isSame) return null;
      const place = placeIn(order, failure);
      refused ??= `${place.migration} fails after ${tagsOf(pair[first])}: ${firstLine(message)} (${place.file}:${place.line})`;
      skipped.add(keyOf(order[migration]!, position));
      same.set(statement.meaning, statement.sql);
      attempt = await arena.run(order, skipped, true);
    }
    ends.push(attempt);
    left.push(skipped);
  }
  const again = (first: Side) => arena.run(inOrder(pair, first), left[first]!, true);
  if ((await differencesOf(arena, ends as [Attempt, Attempt], again)).length > 0) return null;
  return { kind: 'convergent', same: [...same.values()].map((sql) => sql.trim()), refused };
}

/** Whether what a statement makes is among what is compared: else two of one name may be anything. */
function isCompared(meaning: string): boolean {
  return COMPARED.test(meaning);
}

const COMPARED =
  /^(?:do |alter table |create (?:or replace )?(?:unique |materialized |temp |temporary |unlogged )*(?:table|index|type|domain|view|sequence|schema|function|procedure|trigger|policy|extension)\b)/;

import type { Attempt } from '../engines/shadow/attempt';
import type { ReadMigration } from '../replay/replay-history';
import type { Conflict, Place } from '../results/verdict';
import { commandsOf, names } from '../sql/commands';
import { shortened } from '../text/shorten';
import { apartIn, apartWhereSteady, type Apart } from './apart';
import type { Arena } from './arena';
import { SIDES, tagsOf, type Side } from './orders';
import type { Pair } from './pair';

/**
 * What differs, but for what is random or hangs on the time of day.
 * @param again runs the one and the other once more, in this order
 */
export async function differencesOf(
  arena: Arena,
  [one, other]: readonly [Attempt, Attempt],
  again: (first: Side) => Promise<Attempt>,
): Promise<Apart[]> {
  if (apartIn(one, other).length === 0) return [];
  await arena.pass([one, other]);
  return apartWhereSteady([one, await again(0)], [other, await again(1)]);
}

const SHOWN = 3;

/** The conflict of two orders that can both be run, and lead to something else. */
export function differing(pair: Pair, differences: readonly Apart[]): Conflict {
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

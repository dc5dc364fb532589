import { rowsOf, type Effect, type Rows } from '../effect';
import type { Standing } from '../standing';
import { isIn, keyOf, thingOf, type Thing } from '../thing';

/**
 * What a statement does to rows that it does not name: those of the tables behind a view, of the table of which one is a
 * part, and what the functions do that it calls, or that triggers call for it.
 */
export function rowsBehind(effects: readonly Effect[], known: Standing, isRun: boolean): Rows[] {
  const own = effects.flatMap((effect) =>
    effect.does === 'rows' && effect.how !== 'ask' && !effect.how.startsWith('meet') ? effect : [],
  );
  const called = isRun
    ? effects.flatMap((effect) =>
        effect.does === 'use' && effect.aspect === undefined && effect.thing.kind === 'function'
          ? effect.thing
          : [],
      )
    : [];
  const triggered = own.filter(({ how }) => how !== 'read').flatMap(({ table }) => triggersOf(table, known));
  const done = [...called, ...triggered].flatMap((one) => known.rows.get(keyOf(one)) ?? []);
  return [...done, ...[...own, ...done].flatMap((rows) => under(rows, known))];
}

function triggersOf(table: Thing, { things }: Standing): Thing[] {
  return [...things].flatMap(([key, on]) => {
    const thing = thingOf(key);
    return thing.kind === 'trigger' && isIn(thing, table) ? [...on].map(thingOf) : [];
  });
}

/** The same rows where they really are. */
function under({ how, table, sets, where, reads }: Rows, known: Standing): Rows[] {
  const on = [...(known.things.get(keyOf(table)) ?? [])].map(thingOf);
  const columns = on.filter(({ kind }) => kind === 'column');
  return on
    .filter(({ kind }) => kind === 'relation')
    .flatMap((base) => {
      const taken = columns.filter((one) => isIn(one, base)).map(({ path }) => path[2]!);
      const told = rowsOf(how, base, {
        sets,
        where,
        reads: new Set([...reads, ...(how === 'read' ? taken : [])]),
      });
      return [told, ...under(told, known)];
    });
}

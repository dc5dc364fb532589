import type { Said, Told } from './read-side';
import { columnsOf, type Standing } from './standing';
import { THERE, type Touch } from './touches';
import { isIn, keyOf, type Thing } from './thing';

const NEW = /^__new_(.+)$/;

/**
 * SQLite changes little of a table, so that drizzle-kit makes it anew: `__new_x` is filled from `x` and takes its name. That
 * is told as what it comes to, a table of which the columns and all that belongs to it are others; its rows stay.
 * @param side as it was read, statement by statement
 * @param before what was there before it
 */
export function withoutRebuilding(side: readonly Told[], before: Standing): Told[] {
  const made = new Map<string, { temporary: Thing; value: string; columns: string[] }>();
  for (const { touches } of side)
    for (const { thing, how, value } of touches) {
      const name = NEW.exec(thing.path[1] ?? '')?.[1];
      if (name === undefined || how !== 'make') continue;
      const known = made.get(name);
      if (thing.kind === 'relation' && !known) made.set(name, { temporary: thing, value, columns: [] });
      if (thing.kind === 'column') known?.columns.push(thing.path[2]!);
    }
  if (made.size === 0) return [...side];
  return side.map((told) => {
    const isOf = (thing: Thing, of: Thing) => keyOf(thing) === keyOf(of) || isIn(thing, of);
    let { touches, rows } = told;
    for (const [name, { temporary, value, columns }] of made) {
      const table: Thing = { kind: 'relation', path: [temporary.path[0]!, name] };
      const isAside = ({ thing }: Touch) => isOf(thing, temporary) || isOf(thing, typeOf(temporary));
      if (touches.some(isAside)) rows = [];
      const isDropped = touches.some(({ thing, how }) => how === 'drop' && keyOf(thing) === keyOf(table));
      const isMade = touches.some(isAside);
      touches = touches.filter((touch) => !isAside(touch));
      if (!isDropped && !isMade) continue;
      // The table itself and its columns stay under their names; what is not copied goes.
      touches = touches.filter(
        ({ thing, how }) =>
          how === 'use' ||
          how === 'add' ||
          !(keyOf(thing) === keyOf(table) || isOf(thing, typeOf(table)) || isColumnOf(thing, table)),
      );
      if (isDropped) touches = [...touches, ...anew(table, value, columns, before)];
    }
    return { ...told, touches, rows };
  });
}

const MADE = /\bcreate\s+table\s+[`"]?__new_([^`"(]+?)[`"]?\s*\(/i;
const DROPPED = /\bdrop\s+table\s+[`"]?([^`";]+?)[`"]?\s*;?\s*$/i;

/** The statements of one such table say the same as those of another only where the table becomes the same. */
export function asRebuildings(side: readonly Said[]): Said[] {
  const made = new Map<string, string>();
  for (const { place, meaning } of side) {
    const name = MADE.exec(place.sql)?.[1];
    if (name !== undefined) made.set(name.toLowerCase(), meaning);
  }
  if (made.size === 0) return [...side];
  return side.map((said) => {
    const text = said.place.sql.toLowerCase();
    const dropped = DROPPED.exec(text)?.[1] ?? '';
    const of = [...made.keys()].find((name) => text.includes(`__new_${name}`) || name === dropped);
    return of === undefined ? said : { ...said, meaning: `${said.meaning}\0${made.get(of)}` };
  });
}

function typeOf({ path }: Thing): Thing {
  return { kind: 'type', path };
}

function isColumnOf(thing: Thing, table: Thing): boolean {
  return thing.kind === 'column' && isIn(thing, table);
}

function anew(table: Thing, value: string, columns: readonly string[], before: Standing): Touch[] {
  const set = (aspect: string): Touch => ({ thing: table, aspect, how: 'set', value, forgiving: true });
  const gone = columnsOf(before, table).filter(([name]) => !columns.includes(name));
  return [
    ...['columns', 'parts'].map(set),
    { thing: table, aspect: THERE, how: 'use', value: '', forgiving: false },
    ...gone.map(([name]): Touch => ({
      ...{ thing: { kind: 'column', path: [...table.path, name] }, aspect: THERE, how: 'drop' },
      ...{ value: 'drop', forgiving: false },
    })),
  ];
}

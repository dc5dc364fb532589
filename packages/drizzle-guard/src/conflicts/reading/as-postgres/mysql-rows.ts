import { bare, isAt } from './words';

const JOINS = new Set(['inner', 'left', 'right', 'outer', 'cross', 'join']);
const ENDS = new Set(['set', 'where', 'order', 'limit']);

/**
 * Of an UPDATE or a DELETE that joins tables what Postgres says with FROM or USING: which rows it is about is no longer told
 * exactly, and which columns it takes something of is. What joins none stays as it is, without a limit.
 */
export function joinedRows(words: readonly string[]): string[] {
  const isUpdate = words[0] === 'update';
  const from = isUpdate ? 1 : words.indexOf('from') + 1;
  const end = ends(words, from);
  const tables = words.slice(from, end);
  const set = isUpdate ? clause(words, 'set') : [];
  const where = clause(words, 'where');
  // Several at once are deleted from by no statement of Postgres.
  if (!isUpdate && words.slice(1, from - 1).includes(',')) return [...words];
  const isJoined = tables.some((word) => JOINS.has(word) || word === ',');
  if (!isJoined && !isUpdate) return words.slice(0, limitOf(words));
  const [parts, conditions] = taken(tables);
  // It is no SQL, and says so where it is parsed.
  if (parts.length === 0) return [...words];
  // Of several it is the one that is written to.
  const written = isUpdate ? set[0] : words[1];
  const at = parts.findIndex((part) => bare(part.at(-1) ?? '') === bare(written ?? ''));
  const [target] = parts.splice(Math.max(at, 0), 1);
  const others = parts.map((part) => part.join(' ')).join(', ');
  const all = [...conditions, ...(where.length > 0 ? [where] : [])].map((one) => `(${one.join(' ')})`);
  return [
    ...(isUpdate ? ['update'] : ['delete', 'from']),
    ...target!,
    ...(isUpdate ? ['set', ...withoutTables(set)] : []),
    ...(others === '' ? [] : [isUpdate ? 'from' : 'using', others]),
    ...(all.length > 0 ? ['where', all.join(' and ')] : []),
  ];
}

function limitOf(words: readonly string[]): number {
  const at = words.findIndex((word) => word === 'order' || word === 'limit');
  return at === -1 ? words.length : at;
}

function ends(words: readonly string[], from: number): number {
  const at = words.findIndex((word, place) => place >= from && ENDS.has(word));
  return at === -1 ? words.length : at;
}

function clause(words: readonly string[], name: string): string[] {
  const at = words.indexOf(name);
  return at === -1 ? [] : words.slice(at + 1, ends(words, at + 1));
}

/** The tables of a join, each with its other name, and the conditions. */
function taken(words: readonly string[]): [tables: string[][], conditions: string[][]] {
  const tables: string[][] = [[]];
  const conditions: string[][] = [];
  let into = tables[0]!;
  for (const word of words)
    if (word === ',' || JOINS.has(word)) tables.push((into = []));
    else if (word === 'on') conditions.push((into = []));
    else into.push(word);
  return [tables.filter((one) => one.length > 0), conditions];
}

/** `p.a = 1, p.b = q.b`: Postgres names what is set without its table. */
function withoutTables(set: readonly string[]): string[] {
  const left: string[] = [];
  let depth = 0;
  for (const [at, word] of set.entries()) {
    const isFirst = at === 0 || (depth === 0 && left.at(-1) === ',');
    depth += word === '(' ? 1 : word === ')' ? -1 : 0;
    if (isFirst && set[at + 1] === '.') continue;
    if (word === '.' && (at === 1 || (depth === 0 && set[at - 2] === ','))) continue;
    left.push(word);
  }
  return left;
}

/** `ON DUPLICATE KEY UPDATE a = VALUES(a)`. */
export function withoutDuplicates(words: readonly string[]): string[] {
  const at = words.findIndex((_, place) => isAt(words, place, 'on', 'duplicate', 'key', 'update'));
  const set = words.slice(at + 4).flatMap((word, place, all) => {
    if (word === 'values' && all[place + 1] === '(') return ['excluded', '.', all[place + 2]!];
    const isOfValues = (before: number) => all[place - before] === 'values';
    return isOfValues(1) || isOfValues(2) || (isOfValues(3) && word === ')') ? [] : [word];
  });
  return [...words.slice(0, at), 'on', 'conflict', 'do', 'update', 'set', ...set];
}

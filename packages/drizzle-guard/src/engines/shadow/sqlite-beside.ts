import { tokensOf } from '../../sql/tokens';
import type { CatalogEntry } from './shadow';
import { bare } from './sqlite-catalog';

type Query = (sql: string) => Promise<Record<string, unknown>[]>;

/** What an application may note in a file (sqlite.org/pragma.html). */
const NUMBERS = ['user_version', 'application_id'];

const TABLES = `SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql IS NOT NULL`;

/** What `sqliteCatalog` leaves out because no snapshot knows it. */
export async function sqliteBeside(query: Query): Promise<CatalogEntry[]> {
  const entries: CatalogEntry[] = [];
  for (const name of NUMBERS) {
    const [row = {}] = await query(`PRAGMA ${name}`);
    entries.push({ object: name, of: null, definition: String(row[name]) });
  }
  for (const { name, sql } of await query(TABLES))
    for (const [of, definition] of settingsIn(String(sql)))
      entries.push({ object: `settings of ${String(name)}.${of}`, of: null, definition });
  return entries;
}

/** How many words come with each of those that no pragma tells of. */
const SETTINGS: ReadonlyMap<string, number> = new Map([
  ['collate', 1],
  ['deferrable', 2],
  ['conflict', 1],
]);

/** Of the columns and constraints of a table, by the words with which each begins. */
function settingsIn(sql: string): [of: string, definition: string][] {
  const settings: [string, string][] = [];
  for (const part of partsOf(tokensOf(sql).map(bare))) {
    const at = part.findIndex((word) => SETTINGS.has(word));
    if (at < 1) continue;
    const said = part.flatMap((word, place) => {
      const more = SETTINGS.get(word);
      return more === undefined ? [] : part.slice(place, place + 1 + more).join(' ');
    });
    settings.push([CONSTRAINTS.has(part[0]!) ? part.slice(0, at).join(' ') : part[0]!, said.join(', ')]);
  }
  return settings;
}

const CONSTRAINTS: ReadonlySet<string> = new Set(['constraint', 'primary', 'unique', 'check', 'foreign']);

/** What stands between the outermost commas. */
function partsOf(words: readonly string[]): string[][] {
  const parts: string[][] = [[]];
  let depth = 0;
  for (const word of words) {
    if (word === ')') depth -= 1;
    if (word === ',' && depth === 1) parts.push([]);
    else if (depth > 0) parts.at(-1)!.push(word);
    if (word === '(') depth += 1;
  }
  return parts;
}

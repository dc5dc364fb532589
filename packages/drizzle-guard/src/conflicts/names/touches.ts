import { commandsOf, type Command } from '../../sql/commands';
import { writtenTokensOf } from '../../sql/tokens';

/** What SQL speaks of, told by its tokens; names in small letters and without quotes. */
export interface Touches {
  /** What it makes, changes or takes away: tables, indexes, types, constraints, not their columns. */
  changed: ReadonlySet<string>;
  /** Every name in it, those among it. */
  named: ReadonlySet<string>;
  /** Whether it only adds: then nothing that hangs on a foreign key has to do with it. */
  isAdding: boolean;
}

/**
 * What statements touch, or null where their text does not tell: a body, SQL in a string, what is about a session or a
 * server, a form that is not known. In doubt there is one name more, or null: then it is run.
 */
export function touchesOf(statements: readonly { sql: string }[]): Touches | null {
  const changed = new Set<string>();
  const named = new Set<string>();
  let isAdding = true;
  for (const { sql } of statements) {
    if (isOpaque(sql)) return null;
    for (const command of commandsOf(sql)) {
      const words = command.map(wordOf);
      const targets = targetsOf(words);
      if (targets === null) return null;
      for (const name of targets) changed.add(name);
      for (const { name } of words) if (name !== null) named.add(name);
      isAdding &&= adds(words);
    }
  }
  for (const name of changed) named.add(name);
  return { changed, named, isAdding };
}

/** Every name in SQL whose text may hold bodies and strings of SQL: in these too. */
export function namesIn(sql: string): Set<string> {
  return namesOf(writtenTokensOf(sql));
}

/** The same of tokens. */
export function namesOf(tokens: readonly string[]): Set<string> {
  const names = new Set<string>();
  for (const token of tokens) {
    const [, body] = /^(?:'|\$\w*\$)([\s\S]*?)(?:'|\$\w*\$)$/.exec(token) ?? [];
    if (body !== undefined) for (const name of namesIn(body.replaceAll("''", "'"))) names.add(name);
    const { name } = wordOf(token);
    if (body === undefined && name !== null) names.add(name);
  }
  return names;
}

/** A token: the word that it is in SQL, in small letters, and the name that it may be. */
interface Word {
  word: string;
  name: string | null;
}

/** As it stands between quotes of any kind: MySQL takes double ones for a string, and one name more does no harm. */
function wordOf(token: string): Word {
  const quote = token[0]!;
  if (quote === '"' || quote === '`')
    return { word: '', name: token.slice(1, -1).replaceAll(quote.repeat(2), quote).toLowerCase() };
  if (quote === "'" || !/^[\w$\u0080-\uffff]/.test(token)) return { word: token, name: null };
  const word = token.toLowerCase();
  return { word, name: /^\d/.test(word) ? null : word };
}

/** Bodies, triggers, and what looks up a name in a string. */
const OPAQUE =
  /\$\w*\$|\b(?:do|execute|prepare|call|function|procedure|routine|trigger|rule|event|regclass|regtype|regproc|nextval|setval|currval|pg_get_serial_sequence|to_reg\w+)\b/i;

/** A column that is called so, in quotes, is not meant; a word in a string may be. */
function isOpaque(sql: string): boolean {
  const words = writtenTokensOf(sql).filter((token) => !/^["`]/.test(token));
  return words.some((token) => (/^'/.test(token) ? looksUp(token) : OPAQUE.test(token)));
}

/** A string with a statement in it, or one that is a name for one of the functions above, which are words beside it. */
function looksUp(text: string): boolean {
  return /\b(?:create|alter|drop|insert|update|delete)\s/i.test(text);
}

const KINDS = new Set(['table', 'index', 'type', 'sequence', 'view', 'schema', 'domain', 'policy']);

/** What may stand between what is done and what it is done to. */
const BETWEEN = new Set([
  ...[
    'or',
    'replace',
    'unique',
    'fulltext',
    'spatial',
    'concurrently',
    'materialized',
    'if',
    'not',
    'exists',
  ],
  ...['only', 'temporary', 'temp', 'unlogged', 'ignore', 'into', 'from', 'strict', 'recursive', 'virtual'],
]);

/** What a command is done to; null for one of which that is not known. */
function targetsOf(words: readonly Word[]): string[] | null {
  const verb = words[0]!.word;
  if (verb === 'insert' || verb === 'delete' || verb === 'update') return targetAt(words, 1);
  if (verb === 'pragma') return words[1]?.word === 'foreign_keys' ? [] : null;
  if (verb === 'comment') return allNamesOf(words.slice(1));
  if (verb !== 'create' && verb !== 'alter' && verb !== 'drop') return null;
  const at = words.findIndex(({ word }, place) => place > 0 && !BETWEEN.has(word));
  const kind = words[at]?.word ?? '';
  if (at === -1 || !KINDS.has(kind)) return null;
  // A list may follow, and what all of it takes with it.
  if (verb === 'drop') return allNamesOf(words.slice(at + 1));
  const own = targetAt(words, at + 1);
  if (own === null) return null;
  const beside = words.flatMap(({ word }, place) =>
    word === 'constraint' || isSecondTarget(words, place, kind) ? (targetAt(words, place + 1) ?? []) : [],
  );
  return [...own, ...beside];
}

/** The table of an index or a policy; a new name; an index in a list of MySQL; a table to which another is attached. */
function isSecondTarget(words: readonly Word[], place: number, kind: string): boolean {
  const { word } = words[place]!;
  if (word === 'to') return words.slice(0, place).some((one) => one.word === 'rename');
  if (word === 'on') return kind === 'index' || kind === 'policy';
  if (word === 'key') return !['primary', 'foreign', 'unique'].includes(words[place - 1]?.word ?? '');
  return ['partition', 'inherit', 'inherits', 'of', 'schema', 'index'].includes(word);
}

/** A name with what it lies in: of `a.b` it is b that is meant. */
function targetAt(words: readonly Word[], from: number): string[] | null {
  let at = from;
  while (at < words.length && (BETWEEN.has(words[at]!.word) || words[at]!.word === '(')) at += 1;
  const first = words[at]?.name ?? null;
  if (first === null) return null;
  let last = first;
  while (words[at + 1]?.word === '.' && words[at + 2]?.name) {
    at += 2;
    last = words[at]!.name!;
  }
  return [last];
}

function allNamesOf(words: readonly Word[]): string[] {
  return words.flatMap(({ name }) => (name === null ? [] : [name]));
}

/** Whether a command makes something new, or adds to a table. */
function adds(words: readonly Word[]): boolean {
  const [first, second] = words.map(({ word }) => word);
  if (first === 'create') return true;
  if (first !== 'alter' || second !== 'table') return false;
  const does = words.slice(2).map(({ word }) => word);
  const isOther = does.some((word) => OTHERWISE.has(word));
  return does.includes('add') && !isOther;
}

const OTHERWISE = new Set(['drop', 'alter', 'rename', 'modify', 'change', 'set', 'owner']);

/** What a command gives a name to: what is behind CREATE, and behind RENAME TO. */
export function madeBy(command: Command): string[] {
  const words = command.map(wordOf);
  const kind = words.findIndex(({ word }) => MADE.has(word));
  const to = words[0]?.word === 'alter' ? words.findIndex(({ word }) => word === 'to') : -1;
  const made = words[0]?.word === 'create' && kind !== -1 ? (targetAt(words, kind + 1) ?? []) : [];
  return to === -1 ? made : [...made, ...(targetAt(words, to + 1) ?? [])];
}

const MADE = new Set([...KINDS, 'function', 'procedure', 'trigger', 'rule']);

/** The commands of a text that leave something behind; what writes rows leaves no object. */
export function isOfRows(command: Command): boolean {
  return /^(?:insert|update|delete|select|with)$/i.test(command[0] ?? '');
}

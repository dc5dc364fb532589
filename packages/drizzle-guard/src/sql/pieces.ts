import { ownTransactions } from './own-transactions';
import { placedTokensOf, tokensOf } from './tokens';

/** What of a migration is sent to a database at once. */
export interface Piece {
  sql: string;
  /** The statement of the migration that it is, or is a part of; counted from 0. */
  statement: number;
  /** Whether Postgres refuses it in a transaction, or nothing may see what it does before that has ended. */
  isLone: boolean;
}

/**
 * What Postgres is sent of a migration's statements. One that holds several commands is taken apart where one of them is
 * to run alone: sent together they are in one transaction. What begins and commits transactions of its own is not sent,
 * where those are no others than the ones in which it runs anyway.
 */
export function piecesOf(statements: readonly string[]): readonly Piece[] {
  const known = cut.get(statements);
  if (known) return known;
  const pieces = cutInto(statements);
  cut.set(statements, pieces);
  return pieces;
}

/** Each migration is asked for before its turn and at it, and one of megabytes takes seconds. */
const cut = new WeakMap<readonly string[], readonly Piece[]>();

function cutInto(statements: readonly string[]): Piece[] {
  const texts = statements.map((sql, statement) =>
    commandTextsOf(sql).map((command) => ({ sql: command, statement, tokens: tokensOf(command) })),
  );
  const written = texts.flat();
  const unsent = ownTransactions(written.map(({ tokens }) => tokens));
  const dropped = new Set(written.filter((_, position) => unsent.has(position)));
  const all = written.filter((command) => !dropped.has(command));
  const lone = new Set(
    all.filter(({ tokens }, at) => forbidsTransaction(tokens) || isSeenLater(tokens, all, at + 1)),
  );
  return texts.flatMap((commands, statement) => {
    if (!commands.some((command) => lone.has(command) || dropped.has(command)))
      return [{ sql: statements[statement]!, statement, isLone: false }];
    return commands
      .filter((command) => !dropped.has(command))
      .map((command) => ({ sql: command.sql, statement, isLone: lone.has(command) }));
  });
}

/** Pieces that go into one transaction, or one that goes into none. */
export interface Stretch {
  isLone: boolean;
  pieces: Piece[];
}

/** The pieces of a migration by the transactions in which they run, in order. */
export function stretchesOf(pieces: readonly Piece[]): Stretch[] {
  const stretches: Stretch[] = [];
  for (const piece of pieces) {
    const last = stretches.at(-1);
    if (last && !last.isLone && !piece.isLone) last.pieces.push(piece);
    else stretches.push({ isLone: piece.isLone, pieces: [piece] });
  }
  return stretches;
}

/** PostgreSQL 15 to 18, by each command's page: "cannot be executed inside a transaction block". */
function forbidsTransaction(tokens: readonly string[]): boolean {
  const [first, second] = tokens;
  const has = (...words: string[]) =>
    tokens.some((_, at) => words.every((word, ahead) => tokens[at + ahead] === word));
  switch (first) {
    case 'vacuum':
      return true;
    case 'cluster':
      return tokens.length === 1 || (second === 'verbose' && tokens.length === 2);
    case 'create':
      return (
        second === 'database' ||
        second === 'tablespace' ||
        second === 'subscription' ||
        (has('index', 'concurrently') && (second === 'index' || second === 'unique'))
      );
    case 'drop':
      return (
        second === 'database' ||
        second === 'tablespace' ||
        second === 'subscription' ||
        (second === 'index' && tokens[2] === 'concurrently')
      );
    case 'reindex':
      return has('concurrently') || ['schema', 'database', 'system'].some((word) => tokens.includes(word));
    case 'alter':
      return (
        second === 'system' ||
        (second === 'database' && has('set', 'tablespace')) ||
        (second === 'subscription' && has('refresh', 'publication')) ||
        (second === 'table' && has('detach', 'partition') && tokens.at(-1) === 'concurrently')
      );
    case 'discard':
      return second === 'all';
    case 'commit':
    case 'rollback':
      return second === 'prepared';
    default:
      return false;
  }
}

/** A new value of an enum cannot be used in the transaction that has added it. */
function isSeenLater(
  tokens: readonly string[],
  all: readonly { tokens: readonly string[] }[],
  from: number,
): boolean {
  if (tokens[0] !== 'alter' || tokens[1] !== 'type') return false;
  const at = tokens.findIndex((word, place) => word === 'add' && tokens[place + 1] === 'value');
  const value = tokens.slice(at + 2).find((token) => token.startsWith("'"));
  if (at === -1 || value === undefined) return false;
  return all
    .slice(from)
    .some((later) => later.tokens.some((token) => token === value || isInBody(token, value)));
}

/** In a dollar-quoted body, or in a string of SQL. */
function isInBody(token: string, value: string): boolean {
  return token.startsWith('$') ? token.includes(value) : token.includes(value.replaceAll("'", "''"));
}

/**
 * The commands of a text, each with the comments before it; nothing is left out but what is empty. A semicolon in
 * parentheses (of a rule) ends none, nor one in a body of SQL (BEGIN ATOMIC … END).
 */
export function commandTextsOf(sql: string): string[] {
  const commands: string[] = [];
  let [start, parentheses, bodies] = [0, 0, 0];
  let before = '';
  for (const { token, at } of placedTokensOf(sql)) {
    const word = token.toLowerCase();
    if (word === '(') parentheses += 1;
    else if (word === ')') parentheses = Math.max(0, parentheses - 1);
    else if (bodies === 0 ? before === 'begin' && word === 'atomic' : word === 'case') bodies += 1;
    else if (bodies > 0 && word === 'end') bodies -= 1;
    else if (word === ';' && parentheses === 0 && bodies === 0) {
      commands.push(sql.slice(start, at + 1));
      start = at + 1;
    }
    before = word;
  }
  commands.push(sql.slice(start));
  return commands.filter((command) => tokensOf(command).length > 0);
}

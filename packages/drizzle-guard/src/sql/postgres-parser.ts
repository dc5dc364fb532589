import type { Node } from '@pgsql/types';

/** The parser of Postgres itself, version 18, as libpg-query carries it. */
export interface PostgresParser {
  /** @returns the statements of a text; null where it does not parse */
  statementsIn(sql: string): Node[] | null;
  /** @returns what the body of a DO block or a function in plpgsql says, statement by statement; null where it cannot be read */
  bodyOf(sql: string): Body | null;
}

export interface Body {
  /** Statements, and the expressions on which they hang, as texts. */
  queries: readonly string[];
  /** Whether it puts SQL together while it runs. */
  isDynamic: boolean;
  /** Whether it catches what fails. */
  isForgiving: boolean;
}

/** In characters: what is longer takes seconds, and is rows. */
const LONGEST = 1_000_000;

let loaded: Promise<PostgresParser> | undefined;

/** Loads the parser once, some 50 ms. */
export function loadPostgresParser(): Promise<PostgresParser> {
  return (loaded ??= load());
}

async function load(): Promise<PostgresParser> {
  const { loadModule, parseSync, parsePlPgSQLSync } = await import('libpg-query');
  await loadModule();
  // The same text is asked for its meaning and for its effects, beside several others.
  const known = new Map<string, Node[] | null>();
  const parse = (sql: string): Node[] | null => {
    try {
      return (parseSync(sql).stmts ?? []).flatMap(({ stmt }) => stmt ?? []);
    } catch {
      return null;
    }
  };
  const statementsIn = (sql: string): Node[] | null => {
    if (sql.trim() === '') return [];
    if (sql.length > LONGEST) return null;
    if (!known.has(sql)) known.set(sql, parse(sql));
    return known.get(sql)!;
  };
  return {
    statementsIn,
    bodyOf(sql) {
      if (statementsIn(sql)?.some(isWithoutText)) return null;
      try {
        const body = { queries: [] as string[], isDynamic: false, isForgiving: false };
        gather(parsePlPgSQLSync(sql), body);
        return body;
      } catch {
        return null;
      }
    },
  };
}

/** A function whose body is SQL of the standard: what reads plpgsql does not refuse it, but stops for good, and prints that. */
function isWithoutText(node: Node): boolean {
  if (!('CreateFunctionStmt' in node)) return false;
  const { options = [] } = node.CreateFunctionStmt;
  return !options.some((option) => 'DefElem' in option && option.DefElem.defname === 'as');
}

function gather(value: unknown, body: { queries: string[]; isDynamic: boolean; isForgiving: boolean }): void {
  if (Array.isArray(value)) for (const one of value) gather(one, body);
  else if (typeof value === 'object' && value !== null)
    for (const [key, held] of Object.entries(value)) {
      if (key === 'PLpgSQL_stmt_dynexecute' || key === 'PLpgSQL_stmt_dynfors') body.isDynamic = true;
      if (key === 'PLpgSQL_exception_block' || key === 'PLpgSQL_exception') body.isForgiving = true;
      if (key === 'PLpgSQL_expr') body.queries.push(String((held as { query?: unknown }).query ?? ''));
      else gather(held, body);
    }
}

import type { Thing } from './thing';

/** What a statement does to one thing, or wants of it. */
export type Effect = Make | Drop | Rename | SetTo | Use | Add | Rows;

/** It is there afterwards. */
export interface Make {
  does: 'make';
  thing: Thing;
  /** What it cannot be without. */
  on: readonly Thing[];
  /** Whether it may be there already: IF NOT EXISTS, OR REPLACE. */
  forgiving: boolean;
  /** What it is, in the words of its statement: equal for the same. */
  value: string;
  column?: ColumnFacts;
  /** Those of an enum, in order. */
  labels?: readonly string[];
  /** What a function does to rows when it is called. */
  rows?: readonly Rows[];
  /** Whether a function does nothing but hand on the row that it is called for. */
  isIdle?: boolean;
  /** Where among them a value is put: equal for one place. */
  place?: { after: string | null } | { before: string };
}

export interface Drop {
  does: 'drop';
  thing: Thing;
  /** IF EXISTS. */
  forgiving: boolean;
  /** Whether it is refused while something rests on it. */
  isRefused?: boolean;
}

export interface Rename {
  does: 'rename';
  thing: Thing;
  to: Thing;
}

/** It gives a thing something of which there is one: a default, a type, a comment. */
export interface SetTo {
  does: 'set';
  thing: Thing;
  aspect: string;
  value: string;
}

/** It wants that a thing is there under its name, or that something of it stays as it is. */
export interface Use {
  does: 'use';
  thing: Thing;
  aspect?: string;
}

/** It adds to something to which others may add, too: the columns of a table. */
export interface Add {
  does: 'add';
  thing: Thing;
  aspect: string;
}

/** What rows are written by. */
export type Written = 'insert' | 'update' | 'delete';

/** What it does to the rows of a table, or reads of them. */
export interface Rows {
  does: 'rows';
  /**
   * `ask` where rows that are not as they have to be make it fail; `meet` where what is written from then on meets a trigger,
   * or a rule.
   */
  how: 'insert' | 'update' | 'delete' | 'read' | 'ask' | `meet ${Written}`;
  table: Thing;
  /** What is written; a constant as its text, null for what is not one, `NULL` for none. */
  sets: ReadonlyMap<string, string | null>;
  /** Of these the columns to which a number is added. */
  adds: ReadonlySet<string>;
  /** The columns from which something is taken. */
  reads: ReadonlySet<string>;
  /** Which rows: by column the constants that they have there; all, where none is told. */
  where: ReadonlyMap<string, ReadonlySet<string>>;
  /** ON CONFLICT DO NOTHING. */
  forgiving: boolean;
}

export interface ColumnFacts {
  /** Its type, where people have made it. */
  type: Thing | null;
  /** What it has where nothing is given: a value, or the next number of a sequence. */
  default: 'none' | 'value' | 'number';
  /** That value, where it is a constant. */
  constant: string | null;
  isRequired: boolean;
  isUnique: boolean;
}

/** What is done to the rows of a table: to all, where nothing else is told. */
export function rowsOf(
  how: Rows['how'],
  table: Thing,
  told: Partial<Omit<Rows, 'does' | 'how' | 'table'>> = {},
): Rows {
  const nothing = {
    sets: new Map<string, string | null>(),
    adds: new Set<string>(),
    reads: new Set<string>(),
    where: new Map(),
  };
  return { does: 'rows', how, table, ...nothing, forgiving: false, ...told };
}

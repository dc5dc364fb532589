/** A table as rows can be made for it. */
export interface Table {
  /** As people say it: "public.orders". */
  name: string;
  /** As SQL names it, quoted. */
  sql: string;
  columns: Column[];
  foreignKeys: ForeignKey[];
}

export interface Column {
  name: string;
  /** As SQL names it, quoted. */
  sql: string;
  /** The name of its type in the database's own words, without length: "varchar", "int4". Of a domain the one below it. */
  type: string;
  /** How many characters or elements fit; null where that is not bounded. */
  length: number | null;
  /** What an enum may hold; [] where it is none. */
  values: string[];
  isArray: boolean;
  isNullable: boolean;
  /** Whether the database gives it a value where none is given: a default, a sequence, an expression. */
  isFilled: boolean;
  /** Whether it takes no value at all: generated always. */
  isGenerated: boolean;
}

export interface ForeignKey {
  /** Names of the columns here. */
  columns: string[];
  /** The table that it leads to, as people say it, and as SQL names it. */
  target: { name: string; sql: string };
  /** The columns there, as SQL names them, in the order of `columns`. */
  keys: string[];
}

/** Those that others lead to come first; where they lead in a circle, as they come. */
export function parentsFirst(tables: readonly Table[]): Table[] {
  const byName = new Map(tables.map((table) => [table.name, table]));
  const ordered = new Set<Table>();
  const visit = (table: Table, path: ReadonlySet<Table>) => {
    if (ordered.has(table) || path.has(table)) return;
    for (const { target } of table.foreignKeys) {
      const parent = byName.get(target.name);
      if (parent) visit(parent, new Set([...path, table]));
    }
    ordered.add(table);
  };
  for (const table of tables) visit(table, new Set());
  return [...ordered];
}

/** The rows of one table: cells as text, by the names of the columns. */
export type Rows = Record<string, string | null>[];

/** What a database is after a replay. */
export interface DatabaseState {
  /** What there is, by what it is called, with how it is defined. */
  catalog: Map<string, string>;
  rows: Map<string, Rows>;
}

/** A replay from nothing: what there is then, or which step failed and with what words. */
export type Replay = { ok: true; state: DatabaseState } | { ok: false; step: number; message: string };

/** Runs steps one after the other on a database that is new; the first makes the base, each other is one branch. */
export type Replayer = (steps: readonly (readonly string[])[]) => Promise<Replay>;

/** What differs between two catalogs: the first few. */
export function catalogDifferences(a: DatabaseState, b: DatabaseState): string[] {
  const keys = [...new Set([...a.catalog.keys(), ...b.catalog.keys()])].sort();
  return keys
    .filter((key) => a.catalog.get(key) !== b.catalog.get(key))
    .map((key) => (!a.catalog.has(key) || !b.catalog.has(key) ? `${key} is there in one order only` : key));
}

/**
 * The tables whose rows differ, as bags of rows.
 * @param again the state of `a`, from another run: columns that differ between them are random, or the time of day
 */
export function rowDifferences(a: DatabaseState, b: DatabaseState, again: DatabaseState | null): string[] {
  const tables = [...a.rows.keys()].filter((table) => b.rows.has(table));
  return tables.filter((table) => {
    const left = a.rows.get(table)!;
    const loose = again ? looseColumns(left, again.rows.get(table) ?? []) : new Set<string>();
    return bag(left, loose) !== bag(b.rows.get(table)!, loose);
  });
}

function looseColumns(one: Rows, other: Rows): Set<string> {
  const names = new Set([...one, ...other].flatMap((row) => Object.keys(row)));
  const only = (rows: Rows, name: string): string =>
    JSON.stringify(rows.map((row) => row[name] ?? null).sort());
  return new Set([...names].filter((name) => only(one, name) !== only(other, name)));
}

function bag(rows: Rows, loose: ReadonlySet<string>): string {
  return JSON.stringify(
    rows
      .map((row) =>
        JSON.stringify(
          Object.entries(row)
            .filter(([name]) => !loose.has(name))
            .sort(([a], [b]) => (a < b ? -1 : 1)),
        ),
      )
      .sort(),
  );
}

/** A program that was found, and what it says of itself. */
export interface Program {
  /** Absolute. */
  file: string;
  version: string;
  major: number;
  isMariadb: boolean;
}

/** What `<program> --version` prints; null where it holds no version. */
export function versionIn(text: string): Omit<Program, 'file'> | null {
  // "mariadb-dump  Ver 10.19 Distrib 10.11.19-MariaDB": the first number is that of the program alone.
  const version = /Distrib (\d[\w.]*)/.exec(text)?.[1] ?? /(?<![\w.])(\d+(?:\.\d+)*)/.exec(text)?.[1];
  if (version === undefined) return null;
  return { version, major: Number.parseInt(version, 10), isMariadb: /mariadb/i.test(text) };
}

/**
 * The pg_dump for a server: of the smallest major version that is not older. An older one refuses; what a newer one
 * writes is for newer servers.
 */
export function pgDumpFor(programs: readonly Program[], serverMajor: number): Program | null {
  const fitting = programs.filter(({ major }) => major >= serverMajor);
  return fitting.reduce<Program | null>((best, one) => (best && best.major <= one.major ? best : one), null);
}

/** The dump program for a server of MySQL or MariaDB: the one of its own kind, else the other one, which it understands. */
export function mysqlDumpFor(programs: readonly Program[], isMariadb: boolean): Program | null {
  return programs.find((one) => one.isMariadb === isMariadb) ?? programs[0] ?? null;
}

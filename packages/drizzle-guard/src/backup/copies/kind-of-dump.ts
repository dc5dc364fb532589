import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** What a file is that a rehearsal may begin with; null where it is nothing of that. */
export interface DumpKind {
  kind: 'postgres' | 'mysql' | 'sqlite' | 'pglite';
  form: 'text' | 'archive' | 'database';
}

/** How much of the beginning and of the end is looked at, in bytes. */
const LOOKED_AT = 1 << 14;

const MAGIC = { archive: 'PGDMP', sqlite: 'SQLite format 3\u0000' };

/** A text that no program has signed begins with one of these words of SQL, behind its comments. */
const SQL =
  /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*(?:SET|SELECT|CREATE|INSERT|BEGIN|ALTER|DROP|PRAGMA|COPY)\b/i;

/** The programs that sign what they write, by how it begins and how it ends. */
const SIGNED = [
  {
    kind: 'postgres',
    begins: /^-- PostgreSQL database dump/m,
    ends: /^-- PostgreSQL database dump complete/m,
  },
  { kind: 'mysql', begins: /^-- (?:MySQL|MariaDB) dump/m, ends: /^-- Dump completed/m },
  { kind: 'sqlite', begins: /^PRAGMA foreign_keys=OFF;\r?\nBEGIN TRANSACTION;/, ends: /^COMMIT;/m },
] as const;

/**
 * @param own what unsigned SQL is taken for
 * @returns why it is none, in words that go on after the name of the file
 */
export function kindOfDump(file: string, own: DumpKind['kind']): DumpKind | string {
  const { first, last, size } = edgesOf(file);
  if (size === 0) return 'is empty';
  if (first.startsWith(MAGIC.archive)) return { kind: 'postgres', form: 'archive' };
  if (first.startsWith(MAGIC.sqlite)) return { kind: 'sqlite', form: 'database' };
  if (/^-- PostgreSQL database cluster dump/m.test(first))
    return 'is a dump of a whole server: dump one database alone';
  const signed = SIGNED.find(({ begins }) => begins.test(first));
  if (signed && !signed.ends.test(last)) return 'is cut off: its last lines are not those of a whole dump';
  if (signed) return { kind: signed.kind, form: 'text' };
  if (!first.includes('\u0000') && SQL.test(first)) return { kind: own, form: 'text' };
  return 'is no dump that is known here';
}

function edgesOf(file: string): { first: string; last: string; size: number } {
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const at = (position: number) => {
      const bytes = Buffer.alloc(Math.min(LOOKED_AT, size));
      readSync(descriptor, bytes, 0, bytes.length, position);
      return bytes.toString('latin1');
    };
    return { first: at(0), last: at(Math.max(0, size - LOOKED_AT)), size };
  } finally {
    closeSync(descriptor);
  }
}

/** Whether a file is compressed with gzip. */
export function isPacked(file: string): boolean {
  return edgesOf(file).first.startsWith('\u001f\u008b');
}

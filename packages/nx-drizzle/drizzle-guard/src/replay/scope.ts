import picomatch from 'picomatch';
import type { CatalogEntry } from '../engines/shadow/shadow';

/** `tablesFilter` and `schemaFilter` of a drizzle config; nothing in one of them takes nothing out. */
export interface Filters {
  tables: readonly string[];
  schemas: readonly string[];
}

/** What of a database is its migrations'. */
export interface Scope {
  /** The schemas in which they make something; null where the database has none (no Postgres). */
  schemas: ReadonlySet<string> | null;
  /** What they make for certain, whatever a filter says: "table public.users", "schema crm". */
  objects: ReadonlySet<string>;
  filters: Filters;
}

/** What a database holds and its migrations have nothing to do with. */
export interface LeftOut {
  /** Schemas in which no migration makes anything. */
  schemas: string[];
  /** What a filter of the drizzle config takes out: "table public.legacy". */
  filtered: string[];
  extensions: string[];
}

export const NO_FILTERS: Filters = { tables: [], schemas: [] };

/** What is its migrations', and what is not. Parts are where their table is. Pure. */
export function within(
  entries: readonly CatalogEntry[],
  scope: Scope,
): { own: CatalogEntry[]; leftOut: LeftOut } {
  const own: CatalogEntry[] = [];
  const out = { schemas: new Set<string>(), filtered: new Set<string>(), extensions: new Set<string>() };
  for (const entry of entries) {
    const root = rootOf(entry);
    const why = scope.objects.has(root) ? null : whyOut(entry, scope);
    if (why === null) own.push(entry);
    else out[why].add(why === 'schemas' ? schemaOf(entry) : why === 'filtered' ? root : nameOf(root));
  }
  const [schemas, filtered, extensions] = [out.schemas, out.filtered, out.extensions].map((names) =>
    [...names].sort(),
  ) as [string[], string[], string[]];
  return { own, leftOut: { schemas, filtered, extensions } };
}

/** The schemas in which something is; one that is empty is none of them. */
export function schemasOf(entries: readonly CatalogEntry[]): Set<string> {
  return new Set(entries.filter((entry) => !isOfDatabase(entry)).map(schemaOf));
}

/** What an entry is, or is a part of. */
export function rootOf({ object, of }: CatalogEntry): string {
  return of ?? object;
}

function whyOut(entry: CatalogEntry, { schemas, filters }: Scope): keyof LeftOut | null {
  const isPostgres = schemas !== null;
  if (isPostgres && entry.object.startsWith('extension ')) return 'extensions';
  if (isPostgres && (isOfDatabase(entry) || !schemas.has(schemaOf(entry)))) return 'schemas';
  const [, kind, name] = /^(?:materialized )?(\w+) (.*)$/s.exec(rootOf(entry)) ?? [];
  if (isPostgres && !passes(schemaOf(entry), filters.schemas)) return 'filtered';
  if (kind !== 'table' && kind !== 'view') return null;
  const table = isPostgres ? name!.slice(schemaOf(entry).length + 1) : name!;
  return passes(table, filters.tables) ? null : 'filtered';
}

/** What lies in no schema, and may have come with the server. */
export function isOfDatabase({ object }: Pick<CatalogEntry, 'object'>): boolean {
  return /^(?:schema|extension) /.test(object);
}

/** Of what stands before a first dot; of a schema with one in its name a part, which is the same on both sides. */
function schemaOf(entry: CatalogEntry): string {
  return /^(?:materialized )?\w+ ([^.]*)/.exec(rootOf(entry))?.[1] ?? '';
}

function nameOf(root: string): string {
  return root.replace(/^\w+ /, '');
}

/** As drizzle-kit (0.31 and 1.0) reads a filter: some pattern says yes, and none says no. */
function passes(name: string, globs: readonly string[]): boolean {
  if (globs.length === 0) return true;
  const said = globs.flatMap((glob) => {
    const pattern = glob.replace(/^!+/, '');
    const isNegated = (glob.length - pattern.length) % 2 === 1;
    const isMatch = (pattern === '' ? name === '' : picomatch(pattern)(name)) !== isNegated;
    return isMatch ? [true] : isNegated ? [false] : [];
  });
  return said.length > 0 && said.every(Boolean);
}

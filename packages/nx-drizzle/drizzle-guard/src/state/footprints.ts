import { isMap, type Json } from './json';

/** What one statement of a migration touches, as drizzle-kit keeps it in a snapshot of Postgres. */
export interface Footprint {
  statementType: string;
  statementTarget: readonly string[];
  writes: readonly string[];
  sharedWrites: readonly string[];
  reads: readonly string[];
  sqlHash: string | null;
}

/** The footprints in a snapshot; none of what has none. */
export function footprintsIn({ footprints }: Json): Footprint[] {
  return (Array.isArray(footprints) ? footprints : []).filter(isMap).map((one) => ({
    statementType: String(one['statementType']),
    statementTarget: textsIn(one['statementTarget']),
    writes: textsIn(one['writes']),
    sharedWrites: textsIn(one['sharedWrites']),
    reads: textsIn(one['reads']),
    sqlHash: typeof one['sqlHash'] === 'string' ? one['sqlHash'] : null,
  }));
}

/**
 * The first two statements of two branches that do not go together in either order: one writes what the other writes or
 * rests on. As drizzle-kit decides it (1.0.0-rc.5, `FootprintCommutativity`), which refuses to generate then.
 */
export function footprintsApart<T extends Footprint>(one: readonly T[], other: readonly T[]): [T, T] | null {
  const found = firstApart(one, other);
  if (found) return found;
  const [second, first] = firstApart(other, one) ?? [];
  return first && second ? [first, second] : null;
}

function firstApart<T extends Footprint>(from: readonly T[], to: readonly T[]): [T, T] | null {
  const touching = new Map<string, T[]>();
  for (const footprint of to)
    for (const node of [...footprint.writes, ...footprint.reads])
      touching.set(node, [...(touching.get(node) ?? []), footprint]);
  for (const footprint of from)
    for (const node of [...footprint.writes, ...footprint.sharedWrites]) {
      const other = touching.get(node)?.findLast((one) => !isSameStatement(footprint, one));
      if (other) return [footprint, other];
    }
  return null;
}

/** What may run twice has a hash there. */
function isSameStatement(one: Footprint, other: Footprint): boolean {
  return one.sqlHash !== null && one.sqlHash === other.sqlHash && one.statementType === other.statementType;
}

/** "add column note of orders": what a statement does, in words. */
export function wordsOfFootprint({ statementType, statementTarget }: Footprint): string {
  const [kind = '', ...names] = statementTarget;
  const verb = statementType.replaceAll('_', ' ');
  const name = (names[0] === 'public' && names.length > 1 ? names.slice(1) : names).join('.');
  return verb.endsWith(kind) ? `${verb} ${name}` : `${verb} at ${kind} ${name}`;
}

function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

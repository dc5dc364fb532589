import type { LedgerRow } from '../ledger/ledger';
import type { LiveDifference } from '../replay/live-differences';
import type { LiveDatabase } from './look-at';
import { appliedOf } from './shadow-at';

type Ledger = Pick<LiveDatabase, 'match' | 'migrations'>;

/** Two ledgers side by side. */
export interface LedgersBeside {
  /** Migrations that one of the two alone has, by their tags; of a row that none explains its name or hash. */
  apart: { here: string[]; there: string[] };
  /** Migrations that both have, with other SQL. */
  otherwise: LiveDifference[];
}

/** Pure; of two rows line ends make no difference, as far as the folder has their SQL. */
export function ledgersBeside(one: Ledger, other: Ledger): LedgersBeside {
  const [mine, theirs] = [recordedIn(one), recordedIn(other)];
  const missingIn = (others: ReadonlyMap<string, Recorded>) => (name: string) => !others.has(name);
  const otherwise = [...mine].flatMap(([name, here]): LiveDifference[] => {
    const there = theirs.get(name);
    if (!there || isSame(here, there)) return [];
    const [a, b] = [shortened(here.row), shortened(there.row)];
    const words = `${name} was applied with other SQL (hash ${a}, and ${b})`;
    return [{ object: `migration ${name}`, kind: 'other', here: a, there: b, words }];
  });
  return {
    apart: {
      here: [...mine.keys()].filter(missingIn(theirs)),
      there: [...theirs.keys()].filter(missingIn(mine)),
    },
    otherwise,
  };
}

interface Recorded {
  row: LedgerRow;
  /** What the SQL in the folder hashes to, with either line ends. */
  hashes: readonly string[];
}

/** In the order in which they were applied; those that no migration explains at the end. */
function recordedIn(ledger: Ledger): Map<string, Recorded> {
  const { match } = ledger;
  const rows = new Map(match.migrations.map(({ tag, row }) => [tag, row]));
  const known = appliedOf(ledger).map(({ tag, hashes }): [string, Recorded] => [
    tag,
    { row: rows.get(tag)!, hashes },
  ]);
  const strange = match.strangers.map(({ row }): [string, Recorded] => [
    row.name ?? shortened(row),
    { row, hashes: [] },
  ]);
  return new Map([...known, ...strange]);
}

function isSame(one: Recorded, other: Recorded): boolean {
  const { hash } = other.row;
  return one.row.hash === hash || [one.row.hash, hash].every((each) => one.hashes.includes(each));
}

function shortened({ hash }: LedgerRow): string {
  return hash.slice(0, 12);
}

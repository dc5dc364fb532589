import type { LedgerPlace } from '../../ledger/ledger';

export function nameOf({ schema, table }: LedgerPlace): string {
  return `${quote(schema)}.${quote(table)}`;
}

export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

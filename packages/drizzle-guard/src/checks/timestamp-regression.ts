import type { FindingDraft } from '../result';
import { timeOf, type Check } from './check';

export const timestampRegression: Check = {
  code: 'timestamp-regression',
  severity: 'error',
  explain: `A migration comes later in the journal than another, but its timestamp ("when") is not greater. drizzle-orm 0.x applies only what is newer than the newest row of the ledger: a database that has run the earlier entry skips this one for ever, in silence, while a new database runs both. That is why CI on an empty database stays green.

Way out while it has not landed: delete it and run drizzle-guard generate (keep hand-written SQL), which stamps it with the present. Once landed its timestamp is not to be changed; drizzle-guard migrate finds the databases on which it is late, and drizzle-guard migrate --late apply applies it there.`,
  find({ history }) {
    const findings: FindingDraft[] = [];
    let newest: { tag: string; timestamp: number } | null = null;
    for (const migration of history.migrations) {
      if (newest && migration.timestamp <= newest.timestamp)
        findings.push({
          code: 'timestamp-regression',
          migration: migration.tag,
          file: history.journalFile,
          line: migration.line,
          message: `${migration.tag} (${timeOf(migration.timestamp)}) follows ${newest.tag} (${timeOf(newest.timestamp)}) but is not newer: drizzle-orm skips it where ${newest.tag} is applied`,
          help: 'if it has not landed, delete it and run `drizzle-guard generate` (keep hand-written SQL); if it has, `drizzle-guard status` shows where it is late',
        });
      else newest = migration;
    }
    return findings;
  },
};

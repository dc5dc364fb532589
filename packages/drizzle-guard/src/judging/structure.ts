import { findingsAbout, type Severities } from '../rules/run';
import type { History } from '../history/history';
import type { NotChecked } from '../results/command-result';
import type { Finding } from '../rules/finding';

/** What a Tree says of one database. */
export interface Verdict {
  dialect: string | null;
  layout: string | null;
  /** The migrations folder, from the root. */
  out: string;
  migrationCount: number;
  findings: Finding[];
  notChecked: NotChecked[];
}

/** What a history alone says. */
export function structureOf(history: History, database: string, checks: Severities): Verdict {
  return {
    dialect: history.dialect,
    layout: history.layout,
    out: history.dir,
    migrationCount: history.migrations.length,
    findings: findingsAbout('structure', { history, now: Date.now() }, database, checks),
    notChecked: [],
  };
}

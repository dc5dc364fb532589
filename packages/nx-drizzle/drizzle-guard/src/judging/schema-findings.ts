import type { Finding } from '../rules/finding';
import { findingsAbout, type Severities } from '../rules/run';
import { unstableSchema } from '../rules/schema/unstable-schema';
import type { SchemaVerdict } from '../schema/judge-schema';

/** What is wrong with a schema beside its newest snapshot. */
export function schemaFindings(
  database: string,
  verdict: Exclude<SchemaVerdict, { kind: 'no-snapshot' }>,
  severities: Severities,
): Finding[] {
  if (verdict.kind === 'in-sync') return [];
  const context = { database, ...verdict };
  const findings = findingsAbout('schema', context, database, severities);
  // Of what is another each time no migration can be made: it is not stale.
  return hasNews(verdict) ? findings : findings.filter(({ code }) => code === unstableSchema.code);
}

/** Whether drizzle-kit has something to write that would stay. */
export function hasNews(verdict: Extract<SchemaVerdict, { kind: 'stale' }>): boolean {
  const { changes, statements, ambiguous, unstable } = verdict;
  return unstable.length === 0 || changes.length > 0 || statements.length > 0 || ambiguous;
}

import { expect, test } from 'vitest';
import type { MigrateResult } from './run';
import { metricsOf, reportOf } from './run-report';

const result: MigrateResult = {
  ...{ name: 'shop', dir: '.', dialect: 'postgresql', layout: 'journal', environment: 'production' },
  ...{ target: 'postgres db:5432/shop', notChecked: ['base'], overridden: ['check'], lockWait: 1500 },
  findings: [{ code: 'drift', severity: 'warning', database: 'shop', message: 'm', help: 'h' }],
  applied: [
    { migration: '0001_b', milliseconds: 20 },
    { migration: '0002_c', milliseconds: 6000, blocked: 5250 },
  ],
  pending: [{ migration: '0003_d', statements: ['select 1'], locks: null }],
  backup: { file: '.drizzle-guard/backups/x.dump', restore: 'drizzle-guard restore x' },
  healthChecks: [{ command: `node "a\\b.mjs"`, milliseconds: 7 }],
  error: { code: 'failed-statement', message: 'm', help: 'h' },
};
const times = {
  startedAt: new Date('2026-01-01T00:00:00.000Z'),
  endedAt: new Date('2026-01-01T00:00:09.500Z'),
};
const measured = new Map([['shop', { milliseconds: 9000, bytes: { before: 100, after: 250 } }]]);

test('the document tells what was done also where the run failed', () => {
  const report = reportOf({ command: 'migrate', databases: [result] }, measured, times);
  expect(report).toMatchInlineSnapshot(`
    {
      "command": "migrate",
      "databases": [
        {
          "applied": [
            {
              "migration": "0001_b",
              "milliseconds": 20,
            },
            {
              "blocked": 5250,
              "migration": "0002_c",
              "milliseconds": 6000,
            },
          ],
          "backup": ".drizzle-guard/backups/x.dump",
          "bytes": {
            "after": 250,
            "before": 100,
          },
          "dialect": "postgresql",
          "environment": "production",
          "error": {
            "code": "failed-statement",
            "help": "h",
            "message": "m",
          },
          "exitCode": 2,
          "findings": [
            {
              "code": "drift",
              "severity": "warning",
            },
          ],
          "healthChecks": [
            {
              "command": "node "a\\b.mjs"",
              "milliseconds": 7,
            },
          ],
          "lockWait": 1500,
          "milliseconds": 9000,
          "name": "shop",
          "overridden": [
            "check",
          ],
          "pending": [
            "0003_d",
          ],
          "target": "postgres db:5432/shop",
        },
      ],
      "endedAt": "2026-01-01T00:00:09.500Z",
      "exitCode": 2,
      "milliseconds": 9500,
      "startedAt": "2026-01-01T00:00:00.000Z",
      "version": 1,
    }
  `);
});

test('the same as metrics, with labels that a collector reads', () => {
  const report = reportOf({ command: 'migrate', databases: [result] }, measured, times);
  const values = metricsOf(report)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  expect(values).toMatchInlineSnapshot(`
    [
      "drizzle_guard_run_timestamp_seconds{database="shop",environment="production"} 1767225609.5",
      "drizzle_guard_run_exit_code{database="shop",environment="production"} 2",
      "drizzle_guard_run_duration_seconds{database="shop",environment="production"} 9",
      "drizzle_guard_applied_migrations{database="shop",environment="production"} 2",
      "drizzle_guard_pending_migrations{database="shop",environment="production"} 1",
      "drizzle_guard_migration_duration_seconds{database="shop",environment="production",migration="0001_b"} 0.02",
      "drizzle_guard_migration_duration_seconds{database="shop",environment="production",migration="0002_c"} 6",
      "drizzle_guard_migration_blocked_seconds{database="shop",environment="production",migration="0001_b"} 0",
      "drizzle_guard_migration_blocked_seconds{database="shop",environment="production",migration="0002_c"} 5.25",
      "drizzle_guard_lock_wait_seconds{database="shop",environment="production"} 1.5",
      "drizzle_guard_database_size_bytes{database="shop",environment="production",when="before"} 100",
      "drizzle_guard_database_size_bytes{database="shop",environment="production",when="after"} 250",
      "drizzle_guard_health_check_duration_seconds{database="shop",environment="production",command="node \\"a\\\\b.mjs\\""} 0.007",
      "drizzle_guard_overridden_rules{database="shop",environment="production",rule="check"} 1",
      "drizzle_guard_findings{database="shop",environment="production",severity="error"} 0",
      "drizzle_guard_findings{database="shop",environment="production",severity="warning"} 1",
    ]
  `);
});

test('what was not measured is no metric, and not 0', () => {
  const nothing = { ...result, applied: [], overridden: [], healthChecks: [] };
  const text = metricsOf(reportOf({ command: 'migrate', databases: [nothing] }, new Map(), times));
  expect(text).toContain('drizzle_guard_run_exit_code{database="shop",environment="production"} 2\n');
  expect(text).not.toMatch(/size_bytes|run_duration|migration_duration|overridden/);
});

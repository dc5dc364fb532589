import { expect, test } from 'vitest';
import type { Target } from '../engines/connection';
import { policyOf } from '../environments/policy';
import type { LedgerRow } from '../ledger/ledger';
import { matchLedger } from '../ledger/match-ledger';
import type { Unfinished } from '../ledger/unfinished';
import type { Finding } from '../rules/finding';
import type { HealthChecks } from './health-checks';
import { planRun, type Wish } from './plan-run';
import type { ReadMigration } from './read-migrations';

const migrations: ReadMigration[] = ['0000_a', '0001_b', '0002_c'].map((tag, position) => ({
  ...{ tag, timestamp: position + 1, name: null, statements: [`-- ${tag}`], hash: tag, hashes: [tag] },
}));
const row = (position: number, more: Partial<LedgerRow> = {}): LedgerRow => ({
  ...{ id: position, name: null, appliedAt: null },
  ...{ createdAt: position + 1, hash: migrations[position]!.hash },
  ...more,
});
const found = (code: Finding['code'], severity: Finding['severity'] = 'error'): Finding => ({
  ...{ code, severity, database: 'shop', message: code, help: '' },
});
const since = '2026-01-01T00:00:00.000Z';
const begun: Unfinished = { migration: '0001_b', hash: '0001_b', done: 1, total: 2, since };
const target = { description: 'pglite .pglite' } as Target;

interface Given {
  rows?: LedgerRow[];
  findings?: Finding[];
  unfinished?: Unfinished[];
  exists?: boolean;
  environment?: string;
  healthChecks?: HealthChecks;
}

function planned(
  wish: Partial<Wish>,
  {
    rows = [],
    findings = [],
    unfinished = [],
    exists = true,
    environment = 'development',
    healthChecks,
  }: Given = {},
) {
  const policy = policyOf(environment);
  const match = matchLedger(migrations, rows);
  const live = { migrations, match, unfinished, findings, target, policy, healthChecks };
  const { steps, left, refusal, mayPass, ...plan } = planRun(live, { late: false, ...wish }, exists);
  const words = steps.map((step) => {
    if (step.does === 'settle') return `settle ${step.resolution.migration}`;
    if (step.does === 'demand') return step.rule;
    if (step.does === 'verify' || step.does === 'undo') return step.does;
    const of = step.does === 'apply' ? step.run.migrations : step.migrations;
    return [step.does, ...of.map(({ tag }) => tag)].join(' ');
  });
  const codes = plan.findings.map(({ code }) => code);
  return { steps: words, left, refused: refusal?.code ?? null, mayPass, codes };
}
const nothing = { steps: [], left: [], refused: null, mayPass: false, codes: [] };

test('what is pending is applied, and what is behind --to is left', () => {
  expect(planned({})).toEqual({ ...nothing, steps: ['apply 0000_a 0001_b 0002_c'] });
  expect(planned({ to: '0001' }, { rows: [row(0)] })).toEqual({
    ...{ ...nothing, steps: ['apply 0001_b'], left: ['0002_c'] },
  });
  expect(planned({}, { rows: [row(0), row(1), row(2)] })).toEqual(nothing);
});

test('rows that are to be corrected are a step also where nothing is pending', () => {
  const moved = row(2, { createdAt: 2.5 });
  expect(planned({}, { rows: [row(0), row(1), moved] })).toEqual({ ...nothing, steps: ['apply'] });
});

test('an error is in the way of everything but a resolution; a warning of nothing', () => {
  const findings = [found('edited-migration')];
  const left = ['0000_a', '0001_b', '0002_c'];
  const blocked = { ...nothing, left, codes: ['edited-migration'] };
  expect(planned({}, { findings })).toEqual(blocked);
  expect(planned({ baseline: '0001' }, { findings })).toEqual(blocked);
  const resolve = { migration: '0001_b', as: 'applied' as const };
  expect(planned({ resolve }, { findings }).steps).toEqual(['settle 0001_b']);
  expect(planned({}, { findings: [found('edited-migration', 'warning')] }).steps).toHaveLength(1);
});

test('late ones are in the way until they are asked for', () => {
  const given = { rows: [row(0), row(2)], findings: [found('late-migration')] };
  expect(planned({}, given)).toEqual({ ...nothing, left: ['0001_b'], codes: ['late-migration'] });
  expect(planned({ late: true }, given)).toEqual({ ...nothing, steps: ['apply 0001_b'] });
});

test('what is unfinished is refused, and may be what another process is at', () => {
  const unfinished = [begun];
  expect(planned({}, { rows: [row(0)], unfinished })).toMatchObject({
    ...{ steps: [], left: ['0001_b', '0002_c'], refused: 'unfinished-migration', mayPass: true },
  });
  // The finding of it, unless it is switched off, is what is told.
  const findings = [found('failed-migration')];
  expect(planned({}, { rows: [row(0)], unfinished, findings })).toMatchObject({
    ...{ steps: [], refused: null, mayPass: true },
  });
});

test('a baseline records up to it and runs nothing', () => {
  expect(planned({ baseline: '0001_b' })).toEqual({
    ...{ ...nothing, steps: ['record 0000_a 0001_b'], left: ['0002_c'] },
  });
  expect(() => planned({ baseline: '0009' })).toThrow('there is no migration 0009 in the folder');
});

test('where there is no database nothing can be adopted or settled, and migrate makes it', () => {
  const exists = false;
  expect(planned({ baseline: '0001' }, { exists }).refused).toBe('nothing-to-adopt');
  expect(planned({ resolve: { migration: '0001_b', as: 'continue' } }, { exists }).refused).toBe(
    'not-unfinished',
  );
  expect(planned({}, { exists }).steps).toHaveLength(1);
});

test('what the environment demands comes first, where something is applied', () => {
  const all = 'apply 0000_a 0001_b 0002_c';
  expect(planned({}, { environment: 'production' }).steps).toEqual(['check', 'backup', all]);
  expect(planned({}, { environment: 'staging' }).steps).toEqual(['rehearse', all]);
  // There is nothing of which a backup could be taken.
  expect(planned({}, { environment: 'production', exists: false }).steps).toEqual(['check', all]);
  const applied = [row(0), row(1), row(2)];
  expect(planned({}, { environment: 'production', rows: applied }).steps).toEqual([]);
  expect(planned({ baseline: '0001' }, { environment: 'production' }).steps).toHaveLength(1);
});

test('health checks come last, where something is applied', () => {
  const healthChecks = { commands: [['true']] } as unknown as HealthChecks;
  expect(planned({ to: '0000_a' }, { healthChecks }).steps).toEqual(['apply 0000_a', 'verify']);
  expect(planned({}, { healthChecks, rows: [row(0), row(1), row(2)] }).steps).toEqual([]);
  expect(planned({ baseline: '0002_c' }, { healthChecks }).steps).toEqual(['record 0000_a 0001_b 0002_c']);
  const unfinished = [begun];
  const settled = (as: 'continue' | 'applied') =>
    planned({ resolve: { migration: '0001_b', as } }, { healthChecks, unfinished }).steps;
  expect([settled('continue'), settled('applied')]).toEqual([['settle 0001_b', 'verify'], ['settle 0001_b']]);
});

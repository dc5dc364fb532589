import { expect, test } from 'vitest';
import { policyOf } from '../environments/policy';
import type { LedgerRow } from '../ledger/ledger';
import { matchLedger } from '../ledger/match-ledger';
import { undoingOf, type Unfinished } from '../ledger/unfinished';
import type { Finding } from '../rules/finding';
import { inTheWayOfRollback, planRollback, toTakeBack, type RollbackWish, type Undo } from './plan-rollback';
import type { ReadMigration } from './read-migrations';

const migrations: ReadMigration[] = ['0000_a', '0001_b', '0002_c'].map((tag, position) => ({
  ...{ tag, timestamp: position + 1, name: null, statements: [`-- ${tag}`], hash: tag, hashes: [tag] },
}));
const row = (position: number, id = position): LedgerRow => ({
  ...{ id, name: null, appliedAt: null, createdAt: position + 1, hash: migrations[position]!.hash },
});
const ALL = [row(0), row(1), row(2)];
const found = (code: Finding['code'], migration?: string): Finding => ({
  ...{ code, severity: 'error', database: 'shop', message: code, help: '' },
  ...(migration === undefined ? {} : { migration }),
});
const begun = (migration: string): Unfinished => ({
  ...{ migration, hash: 'sha', done: 1, total: 2, since: '2026-01-01T00:00:00.000Z' },
});
const undo = (position: number, id = position): Undo => ({
  ...{ migration: migrations[position]!.tag, row: id, statements: ['a', 'b'], hash: 'sha', losses: [] },
});

interface Given {
  rows?: LedgerRow[];
  findings?: Finding[];
  unfinished?: Unfinished[];
  environment?: string;
}
function live({ rows = ALL, findings = [], unfinished = [], environment = 'development' }: Given = {}) {
  return {
    migrations,
    match: matchLedger(migrations, rows),
    findings,
    unfinished,
    policy: policyOf(environment),
  };
}
const wish = (more: Partial<RollbackWish> = {}): RollbackWish => ({ steps: 1, ...more });
const tags = (given: Given, more?: Partial<RollbackWish>) =>
  toTakeBack(live(given), wish(more)).map(({ migration }) => migration.tag);

function planned(given: Given, undos: Undo[], more?: Partial<RollbackWish>) {
  const { steps, left, refusal, findings } = planRollback(live(given), wish(more), {
    undo: undos,
    given: 'not run',
  });
  const words = steps.map((step) => {
    if (step.does === 'demand') return step.rule;
    if (step.does !== 'undo') return step.does;
    return step.undo
      .map(({ migration, from }) => `${migration}${from === undefined ? '' : ` from ${from}`}`)
      .join(' ');
  });
  return { steps: words, left, refused: refusal?.code ?? null, findings: findings.map(({ code }) => code) };
}

test('the last ones as they were applied, the newest first', () => {
  expect(tags({})).toEqual(['0002_c']);
  expect(tags({}, { steps: 2 })).toEqual(['0002_c', '0001_b']);
  expect(tags({}, { to: '0000' })).toEqual(['0002_c', '0001_b']);
  expect(tags({}, { to: '0002_c' })).toEqual([]);
  expect(tags({ rows: [] })).toEqual([]);
  // A late one came last.
  expect(tags({ rows: [row(0), row(2, 1), row(1, 2)] })).toEqual(['0001_b']);
});

test('what is not applied cannot be taken back, nor taken back to', () => {
  expect(() => tags({ rows: [row(0)] }, { to: '0001' })).toThrow('0001_b is not applied here');
  expect(() => tags({ rows: [row(0)] }, { steps: 2 })).toThrow(
    '1 migration is applied here, and 2 are to be taken back',
  );
  expect(() => tags({}, { to: 'nope' })).toThrow('there is no migration nope');
});

test('they are taken back, behind a backup where one is demanded', () => {
  const none = { left: [], refused: null, findings: [] };
  expect(planned({}, [undo(2)])).toEqual({ ...none, steps: ['0002_c'] });
  expect(planned({ environment: 'production' }, [undo(2)])).toEqual({ ...none, steps: ['backup', '0002_c'] });
  expect(planned({ environment: 'staging' }, [undo(2)]).steps).toEqual(['0002_c']);
  expect(planned({ rows: [row(0), row(1)] }, [undo(1)])).toEqual({
    ...none,
    steps: ['0001_b'],
    left: ['0002_c'],
  });
});

test('nothing is, where another process has changed what is applied', () => {
  expect(planned({ rows: [row(0), row(1)] }, [undo(2)])).toMatchObject({ steps: [], refused: 'lock-held' });
  expect(planned({}, [undo(2, 7)])).toMatchObject({ steps: [], refused: 'lock-held' });
});

test('what is wrong with the ledger is in the way; what is late is not', () => {
  expect(planned({ findings: [found('missing-migration')] }, [undo(2)])).toMatchObject({
    ...{ steps: [], findings: ['missing-migration'] },
  });
  expect(inTheWayOfRollback(live({ findings: [found('late-migration', '0001_b')] }))).toEqual([]);
});

test('a rollback that is not finished is gone on with; another migration that is not is in the way', () => {
  const unfinished = [begun(undoingOf('0002_c'))];
  const findings = [found('failed-migration', '0002_c')];
  expect(planned({ unfinished, findings }, [undo(2)])).toMatchObject({
    ...{ steps: ['0002_c from 1'], findings: [], refused: null },
  });
  expect(planned({ unfinished }, [{ ...undo(2), hash: 'other' }])).toMatchObject({
    steps: [],
    refused: 'edited-since',
  });
  expect(planned({ unfinished: [begun('0001_b')] }, [undo(2)]).refused).toBe('unfinished-migration');
  expect(
    planned({ unfinished: [begun('0001_b')], findings: [found('failed-migration', '0001_b')] }, [undo(2)]),
  ).toMatchObject({
    ...{ steps: [], findings: ['failed-migration'] },
  });
});

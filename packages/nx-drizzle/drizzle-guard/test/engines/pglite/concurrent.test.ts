import path from 'node:path';
import { emptyPglite, isLong, journalHistory, pgliteConfig, withWorkspace, type Workspace } from 'testkit';
import { expect, test, vi } from 'vitest';
import { LEDGER, sql } from '../../databases';
import { expectOnce, killMigrate, migrateAtOnce, moments } from '../at-once';

vi.setConfig({ testTimeout: 1_800_000 });

const MANY = Array.from({ length: 6 }, (_, at) => ({
  tag: `000${at}_m`,
  sql: `CREATE TABLE "t${at}" ("id" integer);--> statement-breakpoint\nINSERT INTO "t${at}" SELECT generate_series(1, 5000);\n`,
}));
const TAGS = MANY.map(({ tag }) => tag);

function withPglite(use: (workspace: Workspace) => Promise<void>): Promise<void> {
  const files = {
    'package.json': '{ "name": "shop" }',
    'drizzle.config.ts': pgliteConfig(),
    ...journalHistory(MANY),
  };
  return withWorkspace(files, async (workspace) => {
    emptyPglite(path.join(workspace.dir, '.pglite'));
    await use(workspace);
  });
}

async function expectAllOnce(workspace: Workspace): Promise<void> {
  expect(await sql(workspace, LEDGER)).toHaveLength(TAGS.length);
  const counts = TAGS.map((_, at) => `(SELECT count(*) FROM t${at})::int AS t${at}`).join(', ');
  expect(await sql(workspace, `SELECT ${counts}`)).toEqual([
    Object.fromEntries(TAGS.map((_, at) => [`t${at}`, 5000])),
  ]);
}

const ROUNDS = isLong ? [2, 8].flatMap((times) => Array.from({ length: 20 }, () => times)) : [2];

test.each(ROUNDS.map((times, at) => [times, at + 1]))(
  '%i migrates at once wait for each other, and apply everything exactly once (round %i)',
  (times) =>
    withPglite(async (workspace) => {
      const runs = await migrateAtOnce(workspace.dir, times);
      expectOnce(runs, TAGS);
      if (times === 2) expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
      await expectAllOnce(workspace);
      expect(workspace.exists('.pglite.lock')).toBe(false);
    }),
);

test('SIGKILL at any moment: nothing is lost, nothing is twice, and the next migrate finishes', async () => {
  let whole = 0;
  await withPglite(async (workspace) => {
    const start = performance.now();
    workspace.bin(['migrate']);
    whole = performance.now() - start;
  });
  for (const moment of moments(isLong ? 50 : 3, whole))
    await withPglite(async (workspace) => {
      await killMigrate(workspace.dir, moment);
      const run = workspace.bin(['migrate', '--json']);
      expect([moment, run.exitCode, run.json().databases[0].error]).toEqual([moment, 0, undefined]);
      await expectAllOnce(workspace);
      expect(workspace.exists('.pglite.lock')).toBe(false);
    });
});

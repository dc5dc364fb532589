import { sampleOf } from 'testkit';
import { beforeAll, expect, test } from 'vitest';
import { edited, grownHistory, POSTGRES, replayed, SQLITE } from './grown-history';

const REPLAY = { flags: ['--replay'] };

beforeAll(async () => {
  await grownHistory('postgresql', POSTGRES);
  await grownHistory('sqlite', SQLITE);
});

const by = (from: string, to: string) => (sql: string) => sql.replace(from, to);

test.each(
  sampleOf(
    [
      ['postgresql', POSTGRES, { entries: by('"note" text', '"note" text DEFAULT null') }],
      ['postgresql', POSTGRES, { tags: by('"label" text', '"label" text DEFAULT NULL::text') }],
      ['sqlite', SQLITE, { tags: by('`label` text', '`label` text DEFAULT NULL') }],
    ] as const,
    2,
  ),
)('%s: a default of NULL is none', async (dialect, schemas, edits) => {
  const files = edited(await grownHistory(dialect, schemas), { ...edits });
  expect(await replayed(files, REPLAY)).toMatchObject({ exitCode: 0, findings: [] });
});

test('a partitioned table is told once, and neither it nor its indexes are a difference', async () => {
  const files = edited(await grownHistory('postgresql', POSTGRES), {
    entries: (sql) =>
      sql
        .replace(/(CREATE TABLE "entries" \([\s\S]*?\n\));/, '$1 PARTITION BY HASH ("id");')
        .replace(
          /$/,
          '\n--> statement-breakpoint\nCREATE TABLE "entries_0" PARTITION OF "entries" FOR VALUES WITH (MODULUS 1, REMAINDER 0);',
        ),
  });
  expect(await replayed(files, REPLAY)).toMatchObject({
    exitCode: 0,
    findings: [],
    besides: ['table public.entries is partitioned by its SQL, which no snapshot can say'],
  });
});

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, vi } from 'vitest';
import { getStatus, migrate } from '../../../src/runtime';
import { LEDGER, onPostgres, withDatabase, withFolder } from './fixtures';

vi.setConfig({ testTimeout: 120_000 });

const TWO = 'CREATE TABLE "a" ("id" integer);\n--> statement-breakpoint\nINSERT INTO "a" VALUES (1);\n';

onPostgres('CRLF is applied, and is no edit for whoever has LF', () =>
  withDatabase(({ url, sql }) =>
    withFolder([{ tag: '0000_a', sql: TWO.replaceAll('\n', '\r\n') }], async (migrations) => {
      expect((await migrate({ migrations, url })).applied).toHaveLength(1);
      expect(await sql('select id from a')).toEqual([{ id: 1 }]);
      writeFileSync(path.join(migrations, '0000_a.sql'), TWO);
      expect(await getStatus({ migrations, url })).toMatchObject({ isUpToDate: true, faults: [] });
    }),
  ),
);

// drizzle-orm sends it too, and the server refuses it.
onPostgres('a byte order mark is refused by the server: rolled back and said', () =>
  withDatabase(({ url, sql }) =>
    withFolder([{ tag: '0000_a', sql: `\uFEFF${TWO}` }], async (migrations) => {
      await expect(migrate({ migrations, url })).rejects.toMatchObject({
        code: 'failed-statement',
        message: expect.stringMatching(/^0000_a failed at statement 1 of 2[\s\S]*0000_a was rolled back\./),
      });
      expect(await sql(LEDGER)).toEqual([]);
    }),
  ),
);

onPostgres('ten megabytes in thousands of statements: all of them, or none', () =>
  withDatabase(({ url, sql }) => {
    const rows = Array.from(
      { length: 5000 },
      (_, at) => `INSERT INTO "a" VALUES (${at}, '${'x'.repeat(2000)}');`,
    );
    const text = ['CREATE TABLE "a" ("id" integer primary key, "text" text);', ...rows];
    const broken = [...text, 'INSERT INTO "a" VALUES (0, NULL);'];
    const of = (statements: string[]) => [
      { tag: '0000_a', sql: statements.join('--> statement-breakpoint\n') },
    ];
    return withFolder(of(broken), (migrations) =>
      expect(migrate({ migrations, url })).rejects.toMatchObject({
        code: 'failed-statement',
        message: expect.stringContaining('0000_a failed at statement 5002 of 5002'),
      }),
    ).then(() =>
      withFolder(of(text), async (migrations) => {
        expect(await sql("select to_regclass('a') as a")).toEqual([{ a: null }]);
        expect((await migrate({ migrations, url })).applied).toHaveLength(1);
        expect(await sql('select count(*)::int as n from a')).toEqual([{ n: 5000 }]);
      }),
    );
  }),
);

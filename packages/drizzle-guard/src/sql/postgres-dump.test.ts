import { expect, test } from 'vitest';
import {
  isForgivenOfPostgres,
  isLeftOutOfPostgres,
  partsOfPostgresDump,
  type DumpPart,
} from './postgres-dump';

async function* linesOf(text: string): AsyncIterable<string> {
  yield* text.split('\n');
}

/** Each part with its rows read. */
async function partsOf(text: string): Promise<(Pick<DumpPart, 'sql' | 'line'> & { rows?: string[] })[]> {
  const parts = [];
  for await (const { sql, line, rows } of partsOfPostgresDump(linesOf(text))) {
    const read: string[] = [];
    for await (const row of rows ?? []) read.push(row);
    parts.push({ sql, line, ...(rows ? { rows: read } : {}) });
  }
  return parts;
}

test('statements end where no quote is open; rows stand below their COPY; what psql alone understands is no part', async () => {
  const text = `-- PostgreSQL database dump
\\restrict abc

SET a = 0;
CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $_$
begin
  return 1; -- it's
end;
$_$;
COMMENT ON TABLE t IS 'it''s;
a line;
';
COPY public.t (a, b) FROM stdin;
1	; it's
\\\\.	\\N
\\.

SELECT 1;
\\unrestrict abc
`;
  expect(await partsOf(text)).toEqual([
    { sql: 'SET a = 0;', line: 4 },
    { sql: expect.stringMatching(/^CREATE FUNCTION[\s\S]*end;\n\$_\$;$/) as unknown, line: 5 },
    { sql: "COMMENT ON TABLE t IS 'it''s;\na line;\n';", line: 10 },
    { sql: 'COPY public.t (a, b) FROM stdin;', line: 13, rows: ["1	; it's", '\\\\.	\\N'] },
    { sql: 'SELECT 1;', line: 18 },
  ]);
});

test('a body in SQL, and a rule of several statements, are one', async () => {
  const [body, rule] = [
    'CREATE FUNCTION f() RETURNS int LANGUAGE sql\n    BEGIN ATOMIC\n SELECT 1;\n SELECT CASE 1 WHEN 1 THEN 2 END;\nEND;',
    'CREATE RULE r AS ON INSERT TO t DO ( SELECT 1;\n SELECT 2;\n);',
  ];
  expect((await partsOf(`${body}\n\n${rule}\n`)).map(({ sql }) => sql)).toEqual([body, rule]);
});

test('what ends in the middle of a statement, or of rows, is cut off', async () => {
  await expect(partsOf('CREATE TABLE t (a int')).rejects.toThrow('it is cut off');
  await expect(partsOf('COPY t FROM stdin;\n1')).rejects.toThrow('it is cut off');
});

test.each([
  ['GRANT ALL ON t TO me;', true],
  ['ALTER TABLE public.t OWNER TO me;', true],
  ['ALTER TABLE public.t ADD COLUMN "owner" text;', false],
  ['ALTER DEFAULT PRIVILEGES FOR ROLE me GRANT SELECT ON TABLES TO you;', true],
  ['CREATE DATABASE shop;', true],
  ['DROP DATABASE shop;', true],
  ['CREATE PUBLICATION news;', true],
  ['CREATE SERVER elsewhere FOREIGN DATA WRAPPER postgres_fdw;', true],
  ["COMMENT ON EXTENSION citext IS 'x';", true],
  ["COMMENT ON TABLE t IS 'x';", false],
  ['CREATE EXTENSION citext;', false],
  ['CREATE TABLE "database" (a int);', false],
])('%s is left out: %s', (sql, isLeftOut) => expect(isLeftOutOfPostgres(sql)).toBe(isLeftOut));

test('a setting of a newer server may be refused, a table may not', () => {
  expect(isForgivenOfPostgres('SET transaction_timeout = 0;')).toBe(true);
  expect(isForgivenOfPostgres('CREATE SCHEMA public;')).toBe(true);
  expect(isForgivenOfPostgres('CREATE TABLE t ();')).toBe(false);
});

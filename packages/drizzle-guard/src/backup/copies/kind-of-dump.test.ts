import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { isPacked, kindOfDump } from './kind-of-dump';

const folder = mkdtempSync(path.join(os.tmpdir(), 'drizzle-guard-kinds-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(text: string): string {
  const file = path.join(folder, 'dump');
  writeFileSync(file, text, 'latin1');
  return file;
}

const POSTGRES = '--\n-- PostgreSQL database dump\n--\nSET a = 0;\n';

test.each([
  ['PGDMP\u0001', { kind: 'postgres', form: 'archive' }],
  ['SQLite format 3\u0000', { kind: 'sqlite', form: 'database' }],
  [`${POSTGRES}--\n-- PostgreSQL database dump complete\n--\n`, { kind: 'postgres', form: 'text' }],
  ['-- MySQL dump 10.13\n-- Dump completed on x\n', { kind: 'mysql', form: 'text' }],
  ['PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCOMMIT;\n', { kind: 'sqlite', form: 'text' }],
  ['-- by hand\nCREATE TABLE t (a int);\n', { kind: 'mysql', form: 'text' }],
  [POSTGRES, 'is cut off: its last lines are not those of a whole dump'],
  ['-- PostgreSQL database cluster dump\n', 'is a dump of a whole server: dump one database alone'],
  ['# A shop\n', 'is no dump that is known here'],
  ['CREATE\u0000', 'is no dump that is known here'],
  ['', 'is empty'],
])('%j', (text, kind) => expect(kindOfDump(written(text), 'mysql')).toEqual(kind));

test('what is compressed', () => {
  expect(isPacked(written('\u001f\u008b\u0008'))).toBe(true);
  expect(isPacked(written('SELECT 1;'))).toBe(false);
});

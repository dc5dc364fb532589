import { expect, test } from 'vitest';
import { beginningFor, entriesToRestore } from './emptying';

const LIST = `;
; Archive created at 2026-01-31 12:00:00 UTC
;
6; 2615 16386 SCHEMA - crm postgres
7; 2615 16387 SCHEMA - my schema postgres
2; 3079 16389 EXTENSION - pg_trgm 
3430; 0 0 COMMENT - EXTENSION pg_trgm 
3431; 0 0 COMMENT - SCHEMA crm postgres
215; 1259 16391 TABLE crm notes postgres
`;

test('schemas that are there still, and comments on extensions, are left out', () => {
  expect(entriesToRestore(LIST, ['my schema', 'public'])).toBe(
    LIST.replace('7; 2615', ';7; 2615').replace('3430; 0 0', ';3430; 0 0'),
  );
  expect(entriesToRestore(LIST, [])).toBe(LIST.replace('3430; 0 0', ';3430; 0 0'));
});

const BEGINNING = `--
-- PostgreSQL database dump
--

\\restrict abc

BEGIN;

SET statement_timeout = 0;
SET transaction_timeout = 0;
SET client_encoding = 'UTF8';
`;

test('one BEGIN, and no setting that the server does not know', () => {
  expect(beginningFor(BEGINNING, 15)).toBe(
    BEGINNING.replace('BEGIN;\n', '').replace('SET transaction_timeout = 0;\n', ''),
  );
  expect(beginningFor(BEGINNING, 17)).toBe(BEGINNING.replace('BEGIN;\n', ''));
});

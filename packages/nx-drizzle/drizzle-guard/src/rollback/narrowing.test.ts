import { expect, test } from 'vitest';
import { isNarrower } from './narrowing';

test.each([
  ['integer', 'integer'],
  ['integer', 'bigint'],
  ['smallint', 'int'],
  ['character varying(40)', 'character varying(80)'],
  ['character varying(40)', 'text'],
  ['uuid', 'text'],
  ['varchar(40)', 'longtext'],
  ['numeric(10,2)', 'numeric(12,2)'],
  ['numeric(10,2)', 'numeric'],
  ['real', 'double precision'],
  ['date', 'timestamp without time zone'],
])('%s fits into %s', (from, to) => expect(isNarrower(from, to)).toBe(false));

test.each([
  ['bigint', 'integer'],
  ['text', 'character varying(40)'],
  ['character varying(80)', 'character varying(40)'],
  ['numeric(12,2)', 'numeric(12,4)'],
  ['numeric', 'numeric(10,2)'],
  ['timestamp without time zone', 'date'],
  ['timestamp(6) without time zone', 'timestamp(3) without time zone'],
  ['text', 'integer'],
  ['int', 'int unsigned'],
  ['jsonb', 'json'],
])('%s may not fit into %s', (from, to) => expect(isNarrower(from, to)).toBe(true));

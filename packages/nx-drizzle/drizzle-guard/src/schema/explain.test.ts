import { expect, test } from 'vitest';
import { wordsOfStatement } from './explain';

test('a statement in words', () => {
  const words = (type: string, more: object) => wordsOfStatement({ type, ...more });
  expect(words('add_column', { column: { table: 't', name: 'note' } })).toBe('add column t.note');
  expect(words('create_table', { table: { name: 't' } })).toBe('create table t');
  expect(words('drop_table', { tableName: 't' })).toBe('drop table t');
  expect(words('rename_table', { table: 't', name: 'u' })).toBe('rename table t.u');
  expect(words('anything', {})).toBe('anything');
});

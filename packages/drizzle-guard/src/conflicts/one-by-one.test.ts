import { expect, test } from 'vitest';
import { migrationOf } from '../../test/conflicts/judged-pair';
import { oneByOne } from './one-by-one';

const split = (...statements: string[]) =>
  oneByOne([[migrationOf('0001_a', statements)], []])[0][0]!.statements.map(({ sql, line }) => [
    line,
    sql.trim(),
  ]);

test('each command of a text is a statement, at its line', () => {
  expect(split('DROP TABLE a;\n-- and then\nDROP TABLE b;', 'DROP TABLE c;')).toEqual([
    [1, 'DROP TABLE a;'],
    [3, '-- and then\nDROP TABLE b;'],
    [5, 'DROP TABLE c;'],
  ]);
});

test('one command is as it was', () => {
  expect(split('CREATE TABLE a (\n  id integer\n);')).toEqual([[1, 'CREATE TABLE a (\n  id integer\n);']]);
  expect(split("INSERT INTO a VALUES (';')")).toEqual([[1, "INSERT INTO a VALUES (';')"]]);
});

test.each([
  'CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM b; DELETE FROM c; END;',
  'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END;',
  'DO $$ BEGIN PERFORM 1; PERFORM 2; END $$; SELECT 1;',
])('what holds commands of its own stays whole: %s', (sql) => {
  expect(split(sql)).toHaveLength(1);
});

test('two that say the same have one meaning, wherever they stand', () => {
  const [side] = oneByOne([[migrationOf('0001_a', ['drop table A; DROP  TABLE a;'])], []]);
  const [one, other] = side[0]!.statements;
  expect(one!.meaning).toBe(other!.meaning);
});

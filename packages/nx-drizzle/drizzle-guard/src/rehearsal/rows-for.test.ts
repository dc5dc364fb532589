import { expect, test } from 'vitest';
import { rowsFor } from './rows-for';
import { parentsFirst, type Column, type Table } from './table';

const column = (name: string, type: string, more: Partial<Column> = {}): Column => ({
  ...{ name, sql: `"${name}"`, type, length: null, values: [], isArray: false },
  ...{ isNullable: true, isFilled: false, isGenerated: false },
  ...more,
});
const table = (name: string, columns: Column[], foreignKeys: Table['foreignKeys'] = []): Table => ({
  ...{ name, sql: `"${name}"`, columns, foreignKeys },
});
const required = { isNullable: false };

test('the first row has nothing in what may be empty, and each value is another one', () => {
  const users = table('users', [
    column('id', 'int4', { ...required, isFilled: true }),
    column('name', 'text', required),
    column('mood', 'mood', { values: ["it's", 'b'] }),
    column('tags', 'text', { isArray: true }),
    column('full', 'text', { isGenerated: true }),
  ]);
  expect(rowsFor(users, 'postgresql')).toEqual({
    unknown: null,
    statements: [
      `INSERT INTO "users" ("name") VALUES ('1')`,
      `INSERT INTO "users" ("name", "mood", "tags") VALUES ('2', 'b', '{}')`,
      `INSERT INTO "users" ("name", "mood", "tags") VALUES ('3', 'it''s', '{}')`,
    ],
  });
});

test('a foreign key takes a row of the table that it leads to; one to its own table stays empty', () => {
  const orders = table(
    'orders',
    [column('user_id', 'int4', required), column('parent', 'int4')],
    [
      { columns: ['user_id'], target: { name: 'users', sql: '"users"' }, keys: ['"id"'] },
      { columns: ['parent'], target: { name: 'orders', sql: '"orders"' }, keys: ['"id"'] },
    ],
  );
  expect(rowsFor(orders, 'postgresql').statements.at(-1)).toBe(
    `INSERT INTO "orders" ("user_id", "parent") VALUES ((SELECT "id" FROM "users" ORDER BY "id" LIMIT 1 OFFSET 2), NULL)`,
  );
});

test('nothing but defaults, in each dialect', () => {
  const one = table('t', [column('id', 'serial', { ...required, isFilled: true })]);
  expect(rowsFor(one, 'sqlite').statements[0]).toBe('INSERT INTO "t" DEFAULT VALUES');
  expect(rowsFor(one, 'mysql').statements[0]).toBe('INSERT INTO "t" () VALUES ()');
});

test('a type that nobody has a value for is said where it is needed, and left out where it is not', () => {
  const odd = [column('a', 'geometry'), column('b', 'text', required)];
  expect(rowsFor(table('t', odd), 'postgresql')).toMatchObject({ unknown: null });
  const needed = [column('a', 'geometry', required)];
  expect(rowsFor(table('t', needed), 'postgresql').unknown).toBe('a is of the type geometry');
});

test('tables that others lead to come first, circles as they come', () => {
  const to = (target: string) => ({ columns: ['x'], target: { name: target, sql: target }, keys: ['id'] });
  const order = parentsFirst([
    table('c', [], [to('b')]),
    table('b', [], [to('a')]),
    table('a', [], [to('a')]),
    table('x', [], [to('y')]),
    table('y', [], [to('x')]),
  ]);
  expect(order.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'y', 'x']);
});

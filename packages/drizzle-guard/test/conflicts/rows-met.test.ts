import { expect, test } from 'vitest';
import { shadowServer } from '../../src/engines/shadow/server';
import { hasMysql, SERVER } from '../engines/mysql/fixtures';
import { ruledAll } from './judged-pair';

// No row of the shadow is among those that a statement is about, and some of a real database may be.

const MYSQL = shadowServer(`mysql://${SERVER.user}@${SERVER.host}:${SERVER.port}`, 'SHADOW_URL', {});
const isMysqlThere = await hasMysql();

const trigger = (does: string, when = 'UPDATE') => [
  `CREATE FUNCTION met() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${does} RETURN NEW; END $$`,
  `CREATE TRIGGER met BEFORE ${when} ON orders FOR EACH ROW EXECUTE FUNCTION met()`,
];

const UPDATE = [`UPDATE orders SET code = 'none' WHERE code = 'old'`];

test('a trigger or a rule changes what becomes of rows that are written after it', async () => {
  const base = ['CREATE TABLE orders (id integer PRIMARY KEY, code text, note text)'];
  const pairs: { a: string[]; b: string[]; is: string }[] = [
    { a: trigger(`NEW.note = 'changed';`), b: UPDATE, is: 'conflict' },
    { a: trigger(`NEW.note = 'changed';`, 'UPDATE OF code'), b: UPDATE, is: 'conflict' },
    { a: trigger(`NEW.note = 'changed';`, 'UPDATE OF note'), b: UPDATE, is: 'commute' },
    { a: trigger(`NEW.note = 'changed';`, 'INSERT'), b: UPDATE, is: 'commute' },
    { a: trigger(''), b: UPDATE, is: 'commute' },
    {
      a: ['CREATE RULE kept AS ON DELETE TO orders DO INSTEAD NOTHING'],
      b: [`DELETE FROM orders WHERE code = 'old'`],
      is: 'conflict',
    },
    { a: ['CREATE RULE kept AS ON DELETE TO orders DO INSTEAD NOTHING'], b: UPDATE, is: 'commute' },
  ];
  const turned = pairs.map(({ a, b, is }) => ({ a: b, b: a, is }));
  const rulings = await ruledAll('postgresql', base, [...pairs, ...turned]);
  expect(rulings.map(({ verdict }) => verdict.kind)).toEqual([...pairs, ...turned].map(({ is }) => is));
});

test.runIf(isMysqlThere)('in MySQL a row may be found by another table, or be there already', async () => {
  const base = [
    'CREATE TABLE users (id int PRIMARY KEY, name varchar(50), age int)',
    'CREATE TABLE posts (id int PRIMARY KEY, user_id int, body varchar(50))',
  ];
  const joined = 'posts p JOIN users u ON u.id = p.user_id';
  const pairs: { a: string; b: string; is: string }[] = [
    { a: `UPDATE ${joined} SET p.body = u.name`, b: 'UPDATE users SET name = upper(name)', is: 'conflict' },
    { a: `UPDATE ${joined} SET p.body = u.name`, b: 'UPDATE users SET age = 1 WHERE age = 0', is: 'commute' },
    {
      a: `DELETE p FROM ${joined} WHERE u.age < 18`,
      b: 'UPDATE users SET age = 10 WHERE age = -7',
      is: 'conflict',
    },
  ];
  const rulings = await ruledAll(
    'mysql',
    base,
    pairs.map(({ a, b }) => ({ a: [a], b: [b] })),
    MYSQL,
  );
  expect(rulings.map(({ verdict }) => verdict.kind)).toEqual(pairs.map(({ is }) => is));
});

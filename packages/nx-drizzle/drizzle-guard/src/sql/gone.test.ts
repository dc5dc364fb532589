import { describe, expect, test } from 'vitest';
import { commandsOf } from './commands';
import { goneAfter, goneIn, haveOneSubject, withoutMade } from './gone';

const gone = (...texts: string[]) => goneAfter(texts.map((sql, at) => ({ tag: `000${at}`, sql })));
const told = (...texts: string[]) =>
  gone(...texts).map(({ tag, name, table }) => [tag, table === null ? name : `${table}.${name}`]);

describe('what is not there any more', () => {
  test.each<[string, string, string[]]>([
    ['a table', 'DROP TABLE IF EXISTS "app"."a", "b" CASCADE;', ['a', 'b']],
    ['a column', 'ALTER TABLE "a" DROP COLUMN "x";', ['a.x']],
    ['without the word', 'ALTER TABLE `a` DROP `x`;', ['a.x']],
    ['a column that is renamed', 'ALTER TABLE ONLY "a" RENAME COLUMN "x" TO "y";', ['a.x']],
    ['a table that is renamed', 'ALTER TABLE "a" RENAME TO "b";', ['a']],
    ['a type', 'DROP TYPE "public"."mood";', ['mood']],
    [
      'no constraint',
      'ALTER TABLE "a" DROP CONSTRAINT "a_fk"; ALTER TABLE "a" ALTER COLUMN "x" DROP NOT NULL;',
      [],
    ],
  ])('%s', (_, sql, names) => {
    expect(told(sql).map(([, name]) => name)).toEqual(names);
  });

  test('what is made again, by a rebuild too, is there', () => {
    expect(
      told(
        'CREATE TABLE `__new_a` (`x` text); DROP TABLE `a`; ALTER TABLE `__new_a` RENAME TO `a`;',
        'ALTER TABLE "b" DROP COLUMN "x";',
        'ALTER TABLE "b" ADD COLUMN "x" text;',
      ),
    ).toEqual([['0000', '__new_a']]);
    const one = gone('DROP TABLE "a"; DROP TABLE "b";');
    expect(withoutMade(one, ['CREATE TABLE IF NOT EXISTS "a" ();']).map(({ name }) => name)).toEqual(['b']);
  });

  test('a column is spoken of with its table', () => {
    const [one] = [gone('ALTER TABLE "a" DROP COLUMN "x";')];
    const speaks = (sql: string) => commandsOf(sql).some((command) => goneIn(command, one) !== undefined);
    expect(speaks('UPDATE "a" SET "x" = 1')).toBe(true);
    expect(speaks('UPDATE a SET x = 1')).toBe(true);
    expect(speaks('UPDATE "b" SET "x" = 1')).toBe(false);
    expect(speaks('UPDATE "a" SET "y" = 1')).toBe(false);
  });

  test('two sides have one subject where both add a column, whatever its type', () => {
    const add = (table: string, rest: string) => `ALTER TABLE "${table}" ADD COLUMN ${rest};`;
    expect(haveOneSubject([add('a', '"x" text')], [add('a', '"x" integer')])).toBe(true);
    expect(haveOneSubject([add('a', '"x" text')], [add('b', '"x" text')])).toBe(false);
    expect(haveOneSubject([add('a', '"x" text')], ['ALTER TABLE "a" DROP COLUMN "x";'])).toBe(true);
    expect(haveOneSubject(['UPDATE "a" SET "x" = 1;'], ['DROP TABLE "a";'])).toBe(false);
  });
});

import { expect, test } from 'vitest';
import { renamesBack } from './renames-back';

const flags = (...sql: string[]) => renamesBack(sql.join(';\n')).map(({ flag }) => flag);

test('what a migration has renamed gets its old name again', () => {
  expect(
    flags('ALTER TABLE "users" RENAME TO "people"', 'ALTER TABLE "people" RENAME COLUMN "name" TO "title"'),
  ).toEqual([...['--rename people=users', '--rename people.title=people.name']]);
  expect(flags('ALTER TABLE "users" RENAME COLUMN "a.b" TO "c"')).toEqual([`--rename users.c='users."a.b"'`]);
});

test('what was renamed twice, once; and what was renamed back not at all', () => {
  const [first, second] = [
    'ALTER TABLE "t" RENAME COLUMN "a" TO "b"',
    'ALTER TABLE "t" RENAME COLUMN "b" TO "c"',
  ];
  expect(flags(first, second)).toEqual(['--rename t.c=t.a']);
  expect(flags(first, 'ALTER TABLE "t" RENAME COLUMN "b" TO "a"')).toEqual([]);
});

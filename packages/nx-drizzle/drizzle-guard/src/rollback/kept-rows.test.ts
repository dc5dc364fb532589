import { expect, test } from 'vitest';
import { keptRows } from './kept-rows';

test('what was done to rows of tables that stay, without copies of tables', () => {
  const statements = [
    'ALTER TABLE "users" ADD COLUMN "nick" text;',
    'UPDATE "users" SET "name" = lower("name");',
    'INSERT INTO "notes" VALUES (1);',
    'INSERT INTO `__new_users`("id") SELECT "id" FROM `users`;',
  ];
  const gone = { kind: 'table', table: 'public.notes', column: null, detail: null } as const;
  expect(keptRows(statements, [gone])).toEqual(['UPDATE "users" SET "name" = lower ( "name" )']);
});

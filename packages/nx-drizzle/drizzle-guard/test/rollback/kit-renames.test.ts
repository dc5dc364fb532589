import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { createRequire } from 'node:module';
import path from 'node:path';
import { kitOneModules, repositoryRoot } from 'testkit';
import { beforeEach, expect, test, vi } from 'vitest';
import { diff } from '../../src/schema/inside/judge-states';
import { loadKit } from '../../src/schema/kit';
import { renamesBack } from '../../src/rollback/renames-back';

const users = pgTable('users', { id: integer('id').primaryKey(), name: text('name'), nick: text('nick') });
const people = pgTable('people', {
  id: integer('id').primaryKey(),
  title: text('title'),
  nick: text('nick'),
});
type Core = typeof import('drizzle-orm/pg-core');
const RENAMES = [
  'ALTER TABLE "users" RENAME TO "people";',
  'ALTER TABLE "people" RENAME COLUMN "name" TO "title";',
];

// It tells what it does.
beforeEach(() => {
  for (const method of ['log', 'error'] as const) vi.spyOn(console, method).mockReturnValue(undefined);
});

test('drizzle-kit 0.31 is told what was renamed, as if somebody sat at its terminal', async () => {
  const kit = loadKit(repositoryRoot);
  const [before, after] = await Promise.all(
    [{ users }, { people }].map((one) => kit.serializer('postgresql', one, null)),
  );
  const asked = (sql: readonly string[]) => ({
    ...({ kind: 'diff', dialect: 'postgresql', renames: renamesBack(sql.join('\n')) } as const),
    previous: { kind: 'snapshot', text: JSON.stringify(after) } as const,
    current: { kind: 'snapshot', text: JSON.stringify(before) } as const,
  });
  const { stdin, stdout } = process;
  expect(await diff(kit, asked(RENAMES))).toMatchObject({
    statements: [
      'ALTER TABLE "people" RENAME TO "users";',
      'ALTER TABLE "users" RENAME COLUMN "title" TO "name";',
    ],
  });
  const made = await diff(kit, asked([]));
  expect(made).toMatchObject({ kind: 'diff' });
  expect('statements' in made && made.statements?.join('\n')).toMatch(
    /CREATE TABLE "users"[^]*DROP TABLE "people"/,
  );
  expect([process.stdin, process.stdout]).toEqual([stdin, stdout]);
});

test('drizzle-kit 1.0 is given them as hints', async () => {
  const modules = kitOneModules();
  const { integer, pgTable, text } = createRequire(path.join(modules, 'x.js'))('drizzle-orm/pg-core') as Core;
  const tables = [
    { users: pgTable('users', { id: integer('id').primaryKey(), name: text('name'), nick: text('nick') }) },
    {
      people: pgTable('people', { id: integer('id').primaryKey(), title: text('title'), nick: text('nick') }),
    },
  ];
  const kit = loadKit(path.dirname(modules));
  const [before, after] = await Promise.all(tables.map((one) => kit.serializer('postgresql', one, null)));
  const made = await diff(kit, {
    ...{ kind: 'diff', dialect: 'postgresql', renames: renamesBack(RENAMES.join('\n')) },
    previous: { kind: 'snapshot', text: JSON.stringify(after) },
    current: { kind: 'snapshot', text: JSON.stringify(before) },
  });
  expect('statements' in made && made.statements?.slice(0, 2)).toEqual([
    'ALTER TABLE "people" RENAME TO "users";',
    'ALTER TABLE "users" RENAME COLUMN "title" TO "name";',
  ]);
});

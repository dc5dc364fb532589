import { describe, expect, test } from 'vitest';
import { authorOf } from './authorship';

describe('who wrote a migration', () => {
  const GENERATED = ['CREATE TABLE "a" ("id" integer);', 'CREATE TABLE "b" ("id" integer);'];
  const text = (...statements: string[]) => statements.join('\n--> statement-breakpoint\n');

  test.each<[string, string, string[], ReturnType<typeof authorOf>]>([
    ['what drizzle-kit would write', text(...GENERATED), GENERATED, 'generated'],
    ['in another order', text(GENERATED[1]!, GENERATED[0]!), GENERATED, 'generated'],
    ['a part of it', GENERATED[0]!, GENERATED, 'generated'],
    ['with other white space', 'CREATE TABLE "a"\n  ("id"\tinteger);\n\n', GENERATED, 'generated'],
    ['without the last semicolon', 'CREATE TABLE "a" ("id" integer)', GENERATED, 'generated'],
    ['with something added', text(GENERATED[0]!, 'UPDATE a SET id = 1;'), GENERATED, 'mixed'],
    ['nothing of it', 'UPDATE a SET id = 1;', GENERATED, 'mixed'],
    ['nothing at all', ' \n', GENERATED, 'mixed'],
    ['with letters in another case', GENERATED[0]!.toLowerCase(), GENERATED, 'mixed'],
    ['where it would write nothing', 'UPDATE a SET id = 1;', [], 'custom'],
    ['an empty one, where it would write nothing', '', [], 'custom'],
  ])('%s', (_, sql, generated, author) => {
    expect(authorOf(sql, generated)).toBe(author);
  });
});

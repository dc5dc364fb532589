import path from 'node:path';
import { repositoryRoot, withWorkspace } from 'testkit';
import { expect, test } from 'vitest';
import { shadowSpec } from '../engines/shadow/drivers';
import type { Ground } from '../engines/shadow/ground';
import { shadowServer } from '../engines/shadow/server';
import { replayFailed } from './replay-history';

const helpOf = (message: string, sql = 'SELECT 1;', ground: Partial<Ground> = {}) =>
  replayFailed(
    { migration: '0001_b', file: 'drizzle/0001_b.sql', line: 1, sql, message, notReached: 0 },
    { dialect: 'postgresql', folders: [repositoryRoot], ...ground },
  ).help;

test('an extension that is a package of its own is named, with the PGlite that it has to fit', () => {
  const help = helpOf('extension "vector" is not available');
  expect(help).toContain('install @electric-sql/pglite-pgvector in the version that fits PGlite 0.');
  expect(help).toContain('beside the drizzle config or the migrations');
});

test('it is found beside the migrations, where PGlite is elsewhere', () => {
  const home = 'db/node_modules/@electric-sql/pglite-pgvector';
  const files = { 'db/drizzle/0000_a.sql': '', [`${home}/package.json`]: '{}', [`${home}/index.js`]: '' };
  return withWorkspace(files, ({ dir }) => {
    const folders = [path.join(dir, 'db/drizzle'), repositoryRoot];
    expect(shadowSpec('postgresql', folders, ['CREATE EXTENSION vector;'])).toMatchObject({
      extensions: { vector: path.join(dir, home, 'index.js') },
    });
  });
});

test.each([
  ['one that nobody has packed', 'extension "postgis" is not available', 'leave --replay out'],
  [
    'a type of one that nothing creates',
    'type "vector" does not exist',
    'CREATE EXTENSION IF NOT EXISTS vector',
  ],
  ['any other refusal', 'relation "a" does not exist', 'correct the statement if it is wrong'],
])('%s', (_, message, help) => {
  expect(helpOf(message)).toContain(help);
});

test('a server that lacks an extension gets none of PGlite', () => {
  const server = shadowServer('postgres://me:secret@db.example.com/scratch', 'SHADOW_URL', {});
  expect(helpOf('extension "vector" is not available', 'SELECT 1;', { server })).toBe(
    "install the extension on the shadow's server postgres db.example.com:5432 (SHADOW_URL); without it leave --replay out",
  );
});

test('a byte order mark is named where it stands', () => {
  expect(helpOf('syntax error at or near "\ufeffALTER"', '\ufeffALTER TABLE "a" ADD "b" text;')).toContain(
    'drizzle/0001_b.sql begins with a byte order mark',
  );
});

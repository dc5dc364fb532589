import { expect, test } from 'vitest';
import { declaringFile } from './declaring-file';

const CODE = `"use strict";
// tree:src/index.ts
var index_exports = {};
// tree:src/people.ts
var import_pg_core = require("drizzle-orm/pg-core");
var people = (0, import_pg_core.pgTable)("people", { entries: (0, import_pg_core.text)("entries") });
// tree:src/entries.ts
var entries = audit.table("entries", {});
// tree:src/mine.ts
var posts = createTable('posts', {});
var mood = (0, import_pg_core2.pgEnum)("mood", ["sad"]);
`;

test.each([
  ['the table that has changed, and not the barrel', ['table people: column name is new'], 'src/people.ts'],
  ['a column of that name is no table', ['table audit.entries is new'], 'src/entries.ts'],
  ['made by a function of the project', ['table posts is new'], 'src/mine.ts'],
  ['an enum', ['enum mood is changed'], 'src/mine.ts'],
  ['the first that is there', ['table gone is gone', 'table posts is new'], 'src/mine.ts'],
  ['what is gone is nowhere', ['table gone is gone'], null],
  ['words that name nothing', ['something'], null],
])('%s', (_, changes, file) => {
  expect(declaringFile(CODE, changes)).toBe(file);
});

import { describe, expect, test } from 'vitest';
import { isFolderMigrationFile, isFolderSnapshotFile, parseFolderSnapshot } from './folders';
import { dialectOf, isSnapshotFile, parseSnapshot } from './journal';

const JOURNAL_FILE = 'db/meta/0003_snapshot.json';
const FOLDER_FILE = 'db/20260101000000_a/snapshot.json';
const journalHead = { id: 'x', prevId: 'y', version: '7', dialect: 'postgresql' };
const folderHead = { id: 'x', prevIds: ['y', 'z'], version: '9', dialect: 'postgres' };

const ofJournal = (head: unknown, file = JOURNAL_FILE) => parseSnapshot(file, JSON.stringify(head));
const ofFolder = (head: unknown, file = FOLDER_FILE) => parseFolderSnapshot(file, JSON.stringify(head));

test('the head of a snapshot holds its ids and no state', () => {
  expect(ofJournal({ ...journalHead, tables: {}, enums: {}, views: { v: {} } })).toEqual({
    file: JOURNAL_FILE,
    prefix: '0003',
    id: 'x',
    parents: ['y'],
    version: '7',
    dialect: 'postgresql',
    form: 'full',
  });
  expect(ofFolder({ ...folderHead, type: 'diff', deltas: [{ kind: 'x' }] })).toEqual({
    file: FOLDER_FILE,
    prefix: '20260101000000_a',
    id: 'x',
    parents: ['y', 'z'],
    version: '9',
    dialect: 'postgresql',
    form: 'diff',
  });
});

test.each([
  [{ ...folderHead, type: 'base' }, 'base'],
  [{ ...folderHead, type: 'diff' }, 'diff'],
  [folderHead, 'full'],
])('%j has the form %s', (head, form) => {
  expect(ofFolder(head)).toMatchObject({ form });
});

test('a snapshot of a folder may continue none or any number of others', () => {
  expect(ofFolder({ ...folderHead, prevIds: [] })).toMatchObject({ parents: [] });
  expect(ofFolder({ ...folderHead, prevIds: ['a', 'b', 'c'] })).toMatchObject({ parents: ['a', 'b', 'c'] });
});

test.each([
  ['db/meta/0003_snapshot.json', '0003'],
  ['db/meta/20260101_snapshot.json', '20260101'],
  ['db/meta/0003_copy.json', '0003_copy.json'],
  ['db/meta/0003_a_snapshot.json', '0003_a'],
  ['db/meta/notes', 'notes'],
])('%s is tied to the prefix %s', (file, prefix) => {
  expect(ofJournal(journalHead, file)).toMatchObject({ prefix });
});

test.each(['id', 'prevId', 'version', 'dialect'])('a snapshot without %s is none', (part) => {
  expect(ofJournal({ ...journalHead, [part]: undefined })).toEqual({
    file: JOURNAL_FILE,
    line: 1,
    message: `is not a drizzle-kit snapshot: ${part} is missing`,
  });
});

test.each(['id', 'prevIds', 'version', 'dialect'])('a snapshot of a folder without %s is none', (part) => {
  expect(ofFolder({ ...folderHead, [part]: undefined })).toEqual({
    file: FOLDER_FILE,
    line: 1,
    message: `is not a drizzle-kit snapshot: ${part} is missing`,
  });
});

test('a part of another kind is named, in a list with its place', () => {
  expect(ofJournal({ ...journalHead, version: 7 })).toMatchObject({
    message: expect.stringContaining('version: '),
  });
  expect(ofFolder({ ...folderHead, prevIds: ['x', 1] })).toMatchObject({
    message: expect.stringContaining('prevIds.1: '),
  });
});

test('a snapshot of the other layout is not taken for one', () => {
  expect(ofJournal(folderHead)).toMatchObject({ message: expect.stringContaining('prevId is missing') });
  expect(ofFolder(journalHead)).toMatchObject({ message: expect.stringContaining('prevIds is missing') });
});

describe('a state that cannot be used', () => {
  test('is a fault beside a head that can be read', () => {
    const head = ofJournal({ ...journalHead, tables: { 'public.t': { strange: 1 } } });
    expect(head).toMatchObject({ id: 'x', fault: expect.stringContaining('table public.t has "strange"') });
  });

  test('with two primary keys names the tables, of Postgres only', () => {
    const table = { columns: { id: { primaryKey: true } }, compositePrimaryKeys: { pk: {} } };
    const keysIn = (dialect: string) => ofJournal({ ...journalHead, dialect, tables: { 'public.t': table } });
    expect(keysIn('postgresql')).toHaveProperty('doubleKeys', ['public.t']);
    expect(keysIn('pg')).toHaveProperty('doubleKeys', ['public.t']);
    expect(keysIn('mysql')).not.toHaveProperty('doubleKeys');
  });
});

test.each([
  ['pg', 'postgresql'],
  ['postgres', 'postgresql'],
  ['postgresql', 'postgresql'],
  ['mysql', 'mysql'],
  ['turso', 'turso'],
  ['', ''],
])('the dialect %j is called %j', (word, dialect) => {
  expect(dialectOf(word)).toBe(dialect);
});

test.each([
  ['db/meta/0000_snapshot.json', true],
  ['db/meta/notes.txt', true],
  ['db/meta/_journal.json', false],
  ['db/meta/_x_snapshot.json', false],
  ['db/meta/old/0000_snapshot.json', false],
  ['db/0000_snapshot.json', false],
  ['db/metadata/0000_snapshot.json', false],
  ['other/meta/0000_snapshot.json', false],
])('beside a journal %s is read as a snapshot: %s', (file, expected) => {
  expect(isSnapshotFile('db', file)).toBe(expected);
});

test.each([
  ['db/x/migration.sql', true, false],
  ['db/x/snapshot.json', true, true],
  ['db/x/down.sql', false, false],
  ['db/migration.sql', false, false],
  ['db/snapshot.json', false, false],
  ['db/x/y/migration.sql', false, false],
  ['db/x/migration.sql/notes', false, false],
  ['db/x/snapshot.json/snapshot.json', false, false],
  ['db/meta/migration.sql', false, false],
  ['db/meta/snapshot.json', false, false],
  ['db/meta2/snapshot.json', true, true],
  ['db/x/snapshot.json.bak', false, false],
])('%s makes a folder a migration: %s; is its snapshot: %s', (file, isOne, isSnapshot) => {
  expect([isFolderMigrationFile('db', file), isFolderSnapshotFile('db', file)]).toEqual([isOne, isSnapshot]);
});

test('in the root of the tree paths begin with the parts themselves', () => {
  expect(isSnapshotFile('', 'meta/0000_snapshot.json')).toBe(true);
  expect(isFolderMigrationFile('', 'x/migration.sql')).toBe(true);
  expect(isFolderMigrationFile('', 'db/x/migration.sql')).toBe(false);
});

import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const START = Date.UTC(2026, 0, 1);
const ORIGIN = '00000000-0000-0000-0000-000000000000';

/**
 * Writes a sound migrations folder in the journal layout, as drizzle-kit 0.31 would.
 * @param {string} dir the folder to make
 * @param {number} count how many migrations
 * @param {number} most how many of them make a table; those after them change nothing
 */
export function writeJournalFolder(dir, count, most = count) {
  mkdirSync(path.join(dir, 'meta'), { recursive: true });
  const entries = [];
  const tables = {};
  let prevId = ORIGIN;
  for (let idx = 0; idx < count; idx += 1) {
    const table = `things_${idx}`;
    const number = String(idx).padStart(4, '0');
    const tag = `${number}_${table}`;
    const id = snapshotId(tag);
    entries.push({ idx, version: '7', when: START + idx * 60_000, tag, breakpoints: true });
    if (idx < most) tables[`public.${table}`] = tableSnapshot(table);
    writeFileSync(path.join(dir, `${tag}.sql`), idx < most ? createTable(table) : 'SELECT 1;\n');
    writeJson(path.join(dir, 'meta', `${number}_snapshot.json`), snapshot(id, prevId, tables));
    prevId = id;
  }
  writeJson(path.join(dir, 'meta/_journal.json'), { version: '7', dialect: 'postgresql', entries });
}

function writeJson(file, value) {
  writeFileSync(file, JSON.stringify(value, null, 2));
}

function snapshotId(label) {
  const hex = createHash('sha256').update(label).digest('hex');
  return hex.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function createTable(table) {
  return `CREATE TABLE "${table}" (\n\t"id" bigint PRIMARY KEY NOT NULL,\n\t"name" text NOT NULL\n);\n`;
}

function tableSnapshot(name) {
  return {
    name,
    schema: '',
    columns: {
      id: { name: 'id', type: 'bigint', primaryKey: true, notNull: true },
      name: { name: 'name', type: 'text', primaryKey: false, notNull: true },
    },
    indexes: {},
    foreignKeys: {},
    compositePrimaryKeys: {},
    uniqueConstraints: {},
    policies: {},
    checkConstraints: {},
    isRLSEnabled: false,
  };
}

function snapshot(id, prevId, tables) {
  return {
    id,
    prevId,
    version: '7',
    dialect: 'postgresql',
    tables,
    enums: {},
    schemas: {},
    sequences: {},
    roles: {},
    policies: {},
    views: {},
    _meta: { columns: {}, schemas: {}, tables: {} },
  };
}

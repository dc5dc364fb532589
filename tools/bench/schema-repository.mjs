import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DRIZZLE_KIT, NODE, repositoryRoot } from './programs.mjs';

const CONFIG = `import { defineConfig } from 'drizzle-kit';
export default defineConfig({ dialect: 'postgresql', schema: './schema.ts', out: './drizzle' });
`;

/**
 * A git repository with one database: its schema, the migration that drizzle-kit makes of it, and `custom` more that
 * change nothing; everything committed.
 * @param {string} dir
 * @param {{ tables: number, custom?: number }} size
 */
export function makeSchemaRepository(dir, { tables, custom = 0 }) {
  writeFileSync(path.join(dir, 'package.json'), '{ "name": "bench" }\n');
  writeFileSync(path.join(dir, 'drizzle.config.ts'), CONFIG);
  writeFileSync(path.join(dir, 'schema.ts'), schemaText(tables));
  writeFileSync(path.join(dir, '.gitignore'), 'node_modules\n');
  symlinkSync(path.join(repositoryRoot, 'node_modules'), path.join(dir, 'node_modules'));
  generate(dir);
  addCustomMigrations(dir, custom);
  commitAll(dir);
}

/**
 * A git repository with `count` packages, each with a database of one table and its migration; everything committed.
 * @param {string} dir the folder to make
 * @param {number} count
 */
export function makeDatabasesRepository(dir, count) {
  const packages = path.join(dir, 'packages');
  const first = path.join(packages, 'db0');
  mkdirSync(first, { recursive: true });
  symlinkSync(path.join(repositoryRoot, 'node_modules'), path.join(dir, 'node_modules'));
  writeFileSync(path.join(dir, '.gitignore'), 'node_modules\n');
  writeFileSync(path.join(first, 'drizzle.config.ts'), CONFIG);
  writeFileSync(path.join(first, 'schema.ts'), schemaText(1));
  generate(first);
  for (let i = 1; i < count; i += 1) cpSync(first, path.join(packages, `db${i}`), { recursive: true });
  for (let i = 0; i < count; i += 1)
    writeFileSync(path.join(packages, `db${i}`, 'package.json'), `{ "name": "db${i}" }\n`);
  commitAll(dir);
}

/** @param {string} dir @param {string} text what to append to the schema, and to stage */
export function stageSchema(dir, text) {
  appendFileSync(path.join(dir, 'schema.ts'), text);
  git(dir, ['add', 'schema.ts']);
}

/** @param {string} dir @param {string} file @param {string} text */
export function stageFile(dir, file, text) {
  writeFileSync(path.join(dir, file), text);
  git(dir, ['add', file]);
}

/** Takes all that is kept away, so that the next run is the first one ever. @param {string} dir */
export function forgetEverything(dir) {
  rmSync(path.join(dir, '.git/drizzle-guard'), { recursive: true, force: true });
}

/** Takes the verdicts away, and not what is known of old snapshots: a schema that was never judged. @param {string} dir */
export function forgetVerdicts(dir) {
  rmSync(path.join(dir, '.git/drizzle-guard/answers.json'), { force: true });
}

function generate(dir) {
  execFileSync(NODE, [DRIZZLE_KIT, 'generate', '--config=drizzle.config.ts'], { cwd: dir, stdio: 'ignore' });
}

function commitAll(dir) {
  for (const args of [
    ['init', '-q'],
    ['add', '-A'],
    ['commit', '-q', '-m', 'all'],
  ])
    git(dir, args);
}

function git(dir, args) {
  const identity = ['-c', 'user.name=bench', '-c', 'user.email=bench@example.org'];
  execFileSync('git', [...identity, ...args], { cwd: dir, stdio: 'ignore' });
}

function schemaText(count) {
  const columns = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${name}: text().notNull()`).join(', ');
  const tables = Array.from(
    { length: count },
    (_, i) => `export const t${i} = pgTable('t${i}', { id: serial().primaryKey(), ${columns} });`,
  );
  return `import { pgTable, serial, text } from 'drizzle-orm/pg-core';\n${tables.join('\n')}\n`;
}

/** As drizzle-kit's \`generate --custom\` writes them: the same state under a new id. */
function addCustomMigrations(dir, count) {
  const meta = path.join(dir, 'drizzle/meta');
  const journalFile = path.join(meta, '_journal.json');
  const journal = JSON.parse(readFileSync(journalFile, 'utf8'));
  let snapshot = JSON.parse(readFileSync(path.join(meta, '0000_snapshot.json'), 'utf8'));
  for (let idx = 1; idx <= count; idx += 1) {
    const number = String(idx).padStart(4, '0');
    const tag = `${number}_custom`;
    snapshot = { ...snapshot, id: randomUUID(), prevId: snapshot.id };
    journal.entries.push({
      idx,
      version: '7',
      when: journal.entries.at(-1).when + 1000,
      tag,
      breakpoints: true,
    });
    writeFileSync(path.join(dir, 'drizzle', `${tag}.sql`), 'select 1;\n');
    writeFileSync(path.join(meta, `${number}_snapshot.json`), JSON.stringify(snapshot, null, 2));
  }
  writeFileSync(journalFile, JSON.stringify(journal, null, 2));
}

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { kitOneModules } from './kit-one';
import { madeOnce } from './made-once';

/** The dialects of which drizzle-kit 1.0 has made branches here; turso has those of SQLite. */
export type BranchDialect = 'postgresql' | 'sqlite' | 'mysql';

/**
 * What a branch does to the table `t`, or beside it: a table `a` or `b`; a column `x`, as text or as a number; a column
 * `y`; the column `c` made mandatory, or gone; a foreign key from `o` to `t`; `t` gone; the second of the same kind.
 */
export const BRANCHES = ['a', 'b', 'x', 'number', 'y', 'mandatory', 'gone', 'key', 'dropped'] as const;
export type BranchName = (typeof BRANCHES)[number];

interface Words {
  core: string;
  table: string;
  text: string;
  integer: string;
}

const WORDS: Record<BranchDialect, Words> = {
  postgresql: { core: 'pg-core', table: 'pgTable', text: 'text', integer: 'integer' },
  sqlite: { core: 'sqlite-core', table: 'sqliteTable', text: 'text', integer: 'integer' },
  mysql: { core: 'mysql-core', table: 'mysqlTable', text: 'text', integer: 'int' },
};

/** The schema with what these branches do. What one adds stands apart from the others, so that git merges them. */
export function branchSchema(dialect: BranchDialect, ...branches: readonly (BranchName | 'z')[]): string {
  const { core, table, text, integer } = WORDS[dialect];
  const has = (name: BranchName | 'z') => branches.includes(name);
  const column = (name: string, kind: string) => `  ${name}: ${kind}('${name}'),\n`;
  const more = (name: 'a' | 'b') =>
    has(name) ? `export const ${name} = ${table}('${name}', {\n${column('id', integer)}});\n` : '';
  const t = `export const t = ${table}('t', {
  id: ${integer}('id').primaryKey(),
${has('x') ? column('x', text) : ''}${has('number') ? column('x', integer) : ''}${has('gone') ? '' : `  c: ${text}('c')${has('mandatory') ? '.notNull()' : ''},\n`}
  // Enough between two columns that
  // git merges a change of each
  // without a conflict.

${has('y') ? column('y', text) : ''}${has('z') ? column('z', text) : ''}});
`;
  return `import { ${table}, ${integer}, ${text} } from 'drizzle-orm/${core}';

${more('a')}
${has('dropped') ? '' : t}
export const o = ${table}('o', {
  id: ${integer}('id').primaryKey(),
  ref: ${integer}('ref')${has('key') ? '.references(() => t.id)' : ''},
});

${more('b')}`;
}

const TIMES = Object.fromEntries(BRANCHES.map((name, at) => [name, `202601${10 + at}000000_${name}`]));

/** The folder of a branch's migration, by when it was made; the first one of all is `20260101000000_start`. */
export function branchTag(name: BranchName | 'start'): string {
  return name === 'start' ? '20260101000000_start' : TIMES[name]!;
}

/**
 * The migrations that drizzle-kit 1.0 makes of these branches, each on top of the first, and that one; made once and kept.
 * @param tags under which they are to stand, where another order than that of BRANCHES is wanted
 */
export function branchFiles(
  dialect: BranchDialect,
  names: readonly (BranchName | 'start')[],
  tags: Partial<Record<BranchName, string>> = {},
): Record<string, string> {
  const folder = path.join(madeOnce('kit-branches', make), dialect);
  return Object.fromEntries(
    names.flatMap((name) =>
      ['migration.sql', 'snapshot.json'].map((file) => [
        `drizzle/${(name === 'start' ? undefined : tags[name]) ?? branchTag(name)}/${file}`,
        readFileSync(path.join(folder, name, file), 'utf8'),
      ]),
    ),
  );
}

function make(draft: string): void {
  const wanted = Object.keys(WORDS).map((dialect) => [
    dialect,
    ...['start' as const, ...BRANCHES].map((name) => [
      name,
      branchSchema(dialect as BranchDialect, ...(name === 'start' ? [] : [name])),
    ]),
  ]);
  execFileSync(process.execPath, ['-e', SCRIPT, kitOneModules(), JSON.stringify(wanted)], { cwd: draft });
}

/** All of them in one process: drizzle-kit takes a second to load. */
const SCRIPT = `
const fs = require('fs');
const [, modules, wanted] = process.argv;
fs.symlinkSync(modules, 'node_modules');
const { generate } = require(modules + '/drizzle-kit/cli.js');
(async () => {
  for (const [dialect, ...branches] of JSON.parse(wanted))
    for (const [name, schema] of branches) {
      const [file, out] = ['./' + dialect + '-' + name + '.ts', './out-' + dialect];
      fs.writeFileSync(file, schema);
      const before = fs.existsSync(out) ? fs.readdirSync(out) : [];
      const result = await generate({ dialect, schema: file, out, name });
      if (result.status !== 'ok') throw new Error(dialect + ' ' + name + ': ' + JSON.stringify(result));
      const made = fs.readdirSync(out).find((folder) => !before.includes(folder));
      fs.mkdirSync(dialect, { recursive: true });
      fs.cpSync(out + '/' + made, dialect + '/' + name, { recursive: true });
      if (name !== 'start') fs.rmSync(out + '/' + made, { recursive: true });
    }
  fs.unlinkSync('node_modules');
  process.exit(0);
})().catch((error) => { console.error(error); process.exit(1); });
`;

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { BIN, NODE, repositoryRoot } from './programs.mjs';

const CHECK = [NODE, BIN, 'check', '--no-replay'];
const TABLES = 200;

/** The schema in which these tables stand beside the many. */
function schemaText(...names) {
  const columns = "{ id: integer('id').primaryKey(), a: text('a'), b: text('b'), c: text('c').notNull() }";
  const table = (name) =>
    `export const ${name} = sqliteTable('${name}', ${columns}, (t) => [index('i_${name}').on(t.a)]);\n`;
  const all = [...Array.from({ length: TABLES }, (_, at) => `t${at}`), ...names];
  return `import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';\n${all.map(table).join('')}`;
}

/** Two packages with drizzle-kit 1.0: in `one` a branch has been merged, in `two` another one is open beside it. */
function setup(dir) {
  const { resolve } = createRequire(path.join(repositoryRoot, 'tools/testkit/package.json'));
  for (const name of ['drizzle-kit', 'drizzle-orm'])
    cpSync(path.dirname(resolve(`${name}-1`)), path.join(dir, 'node_modules', name), {
      recursive: true,
      dereference: true,
    });
  const two = path.join(dir, 'two');
  const generate = (name, ...tables) => {
    writeFileSync(path.join(two, 'schema.ts'), schemaText(...tables));
    const kit = path.join(dir, 'node_modules/drizzle-kit/bin.cjs');
    execFileSync(NODE, [kit, 'generate', `--name=${name}`], { cwd: two, stdio: 'ignore' });
    return readdirSync(path.join(two, 'drizzle')).find((folder) => folder.endsWith(`_${name}`));
  };
  mkdirSync(two);
  writeFileSync(path.join(two, 'package.json'), '{ "name": "two" }');
  writeFileSync(
    path.join(two, 'drizzle.config.ts'),
    "export default { dialect: 'sqlite', schema: './schema.ts', out: './drizzle' };\n",
  );
  generate('start');
  const first = generate('first', 'x');
  cpSync(two, path.join(dir, 'one'), { recursive: true });
  renameSync(path.join(two, 'drizzle', first), path.join(dir, 'kept'));
  generate('second', 'y');
  renameSync(path.join(dir, 'kept'), path.join(two, 'drizzle', first));
  writeFileSync(path.join(two, 'schema.ts'), schemaText('x', 'y'));
}

/** @type {import('./measure.mjs').Bench[]} */
export const benches = [
  {
    // Of whole states the union of the branches is worked out.
    name: 'check, two open branches of 200 tables, to one',
    command: CHECK,
    in: 'two',
    reference: CHECK,
    referenceIn: 'one',
    budget: 1.3,
    setup,
  },
];

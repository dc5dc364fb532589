import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { writeJournalFolder } from './journal-folder.mjs';
import { createDatabases, dropDatabases, isThere, SERVER, urlOf } from './postgres.mjs';
import { BIN, DRIZZLE_KIT, NODE, repositoryRoot } from './programs.mjs';

const MIGRATIONS = 298;
const MANY = 50;
const NAMES = Array.from({ length: MANY }, (_, at) => `many${at}`);
const MIGRATE = [NODE, BIN, 'migrate'];
// In CI a server is opened for nobody who names no environment.
const DEVELOPMENT = { DRIZZLE_GUARD_ENVIRONMENT: 'development' };
const DATABASE_URL = { ...DEVELOPMENT, DATABASE_URL: urlOf('ours') };

const CONFIG = `import { defineConfig } from 'drizzle-kit';
export default defineConfig({
  dialect: 'postgresql', schema: './schema.ts', out: './drizzle', dbCredentials: { url: process.env.DATABASE_URL! },
});
`;

/** Connects and reads the ledger, and nothing else. */
const LEDGER = `const { Client } = require('pg');
const client = new Client({ connectionString: process.env.DATABASE_URL });
client.connect()
  .then(() => client.query('select * from drizzle.__drizzle_migrations order by id'))
  .then(({ rows }) => { if (rows.length !== ${MIGRATIONS}) throw new Error(String(rows.length)); })
  .finally(() => client.end());`;

/**
 * A repository with one package of 298 migrations.
 * @param {string} dir
 * @param {{ stated: boolean }} how with the settings in drizzle-guard.json and the address in a variable; else all of it in
 *   a drizzle config
 */
function makeShop(dir, { stated }) {
  makeRepository(dir, stated ? { shop: entryOf('.') } : {});
  makePackage(dir, 'shop', MIGRATIONS);
  writeFileSync(path.join(dir, 'read-ledger.cjs'), LEDGER);
}

function entryOf(dir) {
  return { dir, dialect: 'postgresql', schema: 'schema.ts', out: 'drizzle', migrations: {} };
}

function makeRepository(dir, databases) {
  const environments = Object.keys(databases).length > 0 ? { development: { urlEnv: 'DATABASE_URL' } } : {};
  writeFileSync(path.join(dir, 'drizzle-guard.json'), JSON.stringify({ databases, environments }));
  symlinkSync(path.join(repositoryRoot, 'node_modules'), path.join(dir, 'node_modules'));
  execFileSync('git', ['init', '--quiet'], { cwd: dir });
}

function makePackage(folder, name, migrations) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name }));
  writeFileSync(path.join(folder, 'drizzle.config.ts'), CONFIG);
  writeJournalFolder(path.join(folder, 'drizzle'), migrations);
}

/** What psql is given: each file in a transaction of its own. */
function writeScript(dir) {
  const files = readdirSync(path.join(dir, 'drizzle')).filter((file) => file.endsWith('.sql'));
  const lines = files.sort().map((file) => `begin;\n\\i drizzle/${file}\ncommit;\n`);
  writeFileSync(path.join(dir, 'all.sql'), lines.join(''));
}

function makeMany(dir) {
  mkdirSync(path.join(dir, 'many'));
  mkdirSync(path.join(dir, 'one'));
  createDatabases(NAMES);
  for (const [folder, names] of Object.entries({ many: NAMES, one: NAMES.slice(0, 1) })) {
    const root = path.join(dir, folder);
    makeRepository(root, Object.fromEntries(names.map((name) => [name, entryOf(`packages/${name}`)])));
    for (const name of names) {
      makePackage(path.join(root, 'packages', name), name, 20);
      writeFileSync(path.join(root, 'packages', name, '.env'), `DATABASE_URL=${urlOf(name)}\n`);
    }
  }
  run(path.join(dir, 'many'));
}

function run(cwd) {
  execFileSync(MIGRATE[0], MIGRATE.slice(1), {
    cwd,
    env: { ...process.env, ...DEVELOPMENT, DATABASE_URL: undefined },
    stdio: 'ignore',
  });
}

/** @param {{ stated: boolean }} how */
const applied = (how) => (dir) => {
  makeShop(dir, how);
  createDatabases(['ours']);
  execFileSync(MIGRATE[0], MIGRATE.slice(1), {
    cwd: dir,
    env: { ...process.env, ...DATABASE_URL },
    stdio: 'ignore',
  });
};
const drop = () => dropDatabases(['ours', 'theirs']);

/** @type {import('./measure.mjs').Bench[]} */
const onServer = [
  {
    name: 'migrate, nothing pending, 298 migrations',
    command: MIGRATE,
    reference: [NODE, DRIZZLE_KIT, 'migrate'],
    budget: 0.5,
    env: DATABASE_URL,
    setup: applied({ stated: false }),
    after: drop,
  },
  {
    name: 'migrate, nothing pending, settings stated, to plain pg',
    command: MIGRATE,
    reference: [NODE, 'read-ledger.cjs'],
    budget: 1.6,
    env: DATABASE_URL,
    setup: applied({ stated: true }),
    after: drop,
  },
  {
    name: 'migrate, 298 pending, to psql',
    command: MIGRATE,
    reference: ['psql', urlOf('theirs'), '-qX', '-v', 'ON_ERROR_STOP=1', '-f', 'all.sql'],
    budget: 1.2,
    env: DATABASE_URL,
    setup(dir) {
      makeShop(dir, { stated: true });
      writeScript(dir);
    },
    before: () => createDatabases(['ours', 'theirs']),
    after: drop,
  },
  {
    name: 'status of 50 databases, to one',
    command: [NODE, BIN, 'status'],
    in: 'many',
    reference: [NODE, BIN, 'status'],
    referenceIn: 'one',
    budget: 3,
    env: { ...DEVELOPMENT, DATABASE_URL: undefined },
    setup: makeMany,
    after: () => dropDatabases(NAMES),
  },
];

const isServed = isThere();
if (!isServed)
  console.log(`not measured, because psql finds no server at ${SERVER}: benches of migrate and status`);
export const benches = isServed ? onServer : [];

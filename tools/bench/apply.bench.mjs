import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { writeJournalFolder } from './journal-folder.mjs';
import { createDatabases, dropDatabases, isThere, SERVER, settle, urlOf } from './postgres.mjs';
import { BIN, DRIZZLE_KIT, NODE, repositoryRoot } from './programs.mjs';

const MIGRATIONS = 298;
const MANY = 50;
const EACH = 20;
const NAMES = Array.from({ length: MANY }, (_, at) => `many${at}`);
const MIGRATE = [NODE, BIN, 'migrate'];
const STATUS = [NODE, BIN, 'status'];
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

/** As many at once as status looks at; a server that forks for each connection takes most of the time of both. */
const LEDGERS = `const { readFileSync, readdirSync } = require('node:fs');
const { Client } = require('pg');
const waiting = process.argv[2] ? [process.argv[2]] : readdirSync('packages');
const worker = async () => {
  for (let name = waiting.shift(); name; name = waiting.shift()) {
    const connectionString = readFileSync('packages/' + name + '/.env', 'utf8').trim().replace('DATABASE_URL=', '');
    const client = new Client({ connectionString });
    await client.connect();
    const { rows } = await client.query('select * from drizzle.__drizzle_migrations order by id');
    if (rows.length !== ${EACH}) throw new Error(String(rows.length));
    await client.end();
  }
};
Promise.all(Array.from({ length: 8 }, worker));`;

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
  createDatabases(NAMES);
  makeRepository(dir, Object.fromEntries(NAMES.map((name) => [name, entryOf(`packages/${name}`)])));
  for (const name of NAMES) {
    makePackage(path.join(dir, 'packages', name), name, EACH);
    writeFileSync(path.join(dir, 'packages', name, '.env'), `DATABASE_URL=${urlOf(name)}\n`);
  }
  writeFileSync(path.join(dir, 'read-ledgers.cjs'), LEDGERS);
  run(dir);
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
    before() {
      createDatabases(['ours', 'theirs']);
      settle();
    },
    after: drop,
  },
  {
    name: 'status of 50 databases, to one',
    command: STATUS,
    reference: [...STATUS, '--database', NAMES[0]],
    budget: 3,
    env: { ...DEVELOPMENT, DATABASE_URL: undefined },
    setup: makeMany,
    after: () => dropDatabases(NAMES),
  },
  {
    // How much of that nobody is spared who connects from Node: no command of this tool.
    name: 'plain pg of 50 databases, to one',
    command: [NODE, 'read-ledgers.cjs'],
    reference: [NODE, 'read-ledgers.cjs', NAMES[0]],
    budget: 4,
    setup: makeMany,
    after: () => dropDatabases(NAMES),
  },
  {
    name: 'status of 50 databases, to plain pg',
    command: STATUS,
    reference: [NODE, 'read-ledgers.cjs'],
    budget: 1.5,
    env: { ...DEVELOPMENT, DATABASE_URL: undefined },
    setup: makeMany,
    after: () => dropDatabases(NAMES),
  },
];

const isServed = isThere();
if (!isServed)
  console.log(`not measured, because psql finds no server at ${SERVER}: benches of migrate and status`);
export const benches = isServed ? onServer : [];

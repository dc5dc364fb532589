import * as v from 'valibot';
import { GuardError } from '../errors/guard-error';
import { knownCodes } from '../rules/codes';
import { unusedWaiver } from '../rules/configuration/unused-waiver';
import { readText, type Tree } from '../sources/tree';
import { inspectJson, parseJson } from '../text/json';
import { Report, Verify } from './afterwards-settings';
import { Backup, Duration } from './backup-settings';
import { ALLOWED, DEMANDED, KINDS } from './environment-rules';

export const CONFIGURATION_FILE = 'drizzle-guard.json';

/** The word for a database that is filled by the package of that name. */
export const DRIZZLE_SEED = 'drizzle-seed';

const DIALECTS = ['postgresql', 'mysql', 'sqlite', 'turso', 'singlestore', 'gel'] as const;

const Globs = v.union([v.string(), v.array(v.string())]);

const VARIABLE = /^[A-Za-z_]\w*$/;

const Shadow = v.strictObject({
  urlEnv: v.pipe(
    v.string(),
    v.regex(VARIABLE, 'the name of a variable'),
    v.description('The environment variable that holds the URL of a server.'),
  ),
});

const DatabaseEntry = v.strictObject({
  dir: v.pipe(
    v.string(),
    v.description('The folder of the package or Nx project, from the repository root.'),
  ),
  config: v.pipe(
    v.optional(v.string()),
    v.description('The drizzle config, from dir. Default: the one that is found there.'),
  ),
  cwd: v.pipe(
    v.optional(v.string()),
    v.description(
      'Where drizzle-kit is run, from the repository root: the paths in the config count from there. Default: dir.',
    ),
  ),
  dialect: v.pipe(
    v.optional(v.picklist(DIALECTS)),
    v.description('With schema and out: the drizzle config is then never evaluated without a database.'),
  ),
  schema: v.pipe(v.optional(Globs), v.description('Schema files, folders or globs, from cwd.')),
  out: v.pipe(v.optional(v.string()), v.description('The migrations folder, from cwd.')),
  casing: v.pipe(v.optional(v.picklist(['camelCase', 'snake_case'])), v.description("drizzle-kit's casing.")),
  migrations: v.pipe(
    v.optional(v.strictObject({ table: v.optional(v.string()), schema: v.optional(v.string()) })),
    v.description(
      "Where the ledger is, as in the drizzle config; {} for drizzle's own place. With dialect, schema and out, and the address from urlEnv, the drizzle config is not evaluated to connect either.",
    ),
  ),
  shadow: v.pipe(v.optional(Shadow), v.description('A server for shadows of this database alone.')),
  urlEnv: v.pipe(
    v.optional(v.record(v.string(), v.pipe(v.string(), v.regex(VARIABLE, 'the name of a variable')))),
    v.description(
      'The variable that holds the connection of this database, by environment: { "staging": "SHOP_STAGING_URL" }. It outranks urlEnv of the environment, which is that of every database.',
    ),
  ),
  seed: v.pipe(
    v.optional(
      v.union([
        v.literal(DRIZZLE_SEED),
        v.pipe(v.array(v.string()), v.minLength(1, 'a program and its arguments')),
      ]),
    ),
    v.description(
      'What fills a database with rows: "drizzle-seed", the same ten rows a table each time; or a program and its arguments, run in dir without a shell, which finds the connection of the environment in DRIZZLE_GUARD_URL.',
    ),
  ),
  evaluate: v.pipe(
    v.optional(
      v.strictObject({
        env: v.record(v.pipe(v.string(), v.regex(VARIABLE, 'the name of a variable')), v.string()),
      }),
    ),
    v.description(
      'Variables that the drizzle config and the schema want, with harmless values to evaluate them with; commands that connect use the real ones.',
    ),
  ),
});

const Limit = v.union([v.literal(false), Duration]);
const LOCK_WAIT = 'How long to wait for another drizzle-guard that is at work on the same database.';
const LOCK_TIMEOUT =
  'How long a statement waits for a lock that somebody else holds, while others queue behind it; it is tried again some times. false: without an end.';
const STATEMENT_TIMEOUT =
  'How long a statement may take; false: without an end. Of Postgres and MariaDB; MySQL itself ends only what reads, and SQLite and PGlite end nothing.';

const rulesOf = <const Names extends readonly string[]>(names: Names) =>
  v.strictObject(
    Object.fromEntries(names.map((name) => [name, v.optional(v.boolean())])) as {
      [Name in Names[number]]: v.OptionalSchema<v.BooleanSchema<undefined>, undefined>;
    },
  );

const EnvironmentEntry = v.strictObject({
  config: v.pipe(
    v.optional(v.string()),
    v.description('A drizzle config beside the database that holds the connection.'),
  ),
  urlEnv: v.pipe(
    v.optional(v.string()),
    v.description('The environment variable that holds the connection.'),
  ),
  applyAfterMerge: v.pipe(
    v.optional(v.boolean()),
    v.description(
      'Whether migrations that arrive by a merge, pull or rebase are applied at once. What counts is the commit that is left, never the one that arrives; `git config drizzle-guard.applyAfterMerge` outranks it.',
    ),
  ),
  applyAfterMergeLimit: v.pipe(
    v.optional(Duration),
    v.description('When to stop applying; looked at between migrations. Default: 20s.'),
  ),
  backup: v.pipe(
    v.optional(Backup),
    v.description('How backups are made, where they lie and how many are kept.'),
  ),
  like: v.pipe(
    v.optional(v.picklist(KINDS)),
    v.description(
      'Whose defaults it has, where its name does not say so. A name that nobody knows is as strict as production.',
    ),
  ),
  allow: v.pipe(
    v.optional(rulesOf(ALLOWED)),
    v.description(
      'What is allowed there: push, reset, seed, studio, force (push --force), late (migrate --late apply).',
    ),
  ),
  demand: v.pipe(
    v.optional(rulesOf(DEMANDED)),
    v.description(
      'What is done before anything is applied: backup, check (everything that check says), rehearse.',
    ),
  ),
  verify: v.pipe(
    v.optional(Verify),
    v.description(
      'Health checks of your own, run one after another when migrations were applied: each a program and its arguments, at the repository root, without a shell. Another exit code than 0 is an error of migrate; what was applied stays applied.',
    ),
  ),
  verifyTimeout: v.pipe(
    v.optional(Duration),
    v.description('How long each health check may take. Default: 5m.'),
  ),
  report: v.pipe(
    v.optional(Report),
    v.description(
      'Files, from the repository root, to which migrate writes what a run did and how long it took.',
    ),
  ),
  remember: v.pipe(
    v.optional(v.boolean()),
    v.description(
      'Whether a migrate that succeeds writes to drizzle-guard.deployed.json what is applied there, for a commit: `check --base` then says without credentials what would run there.',
    ),
  ),
  lockWait: v.pipe(v.optional(Duration), v.description(LOCK_WAIT)),
  lockTimeout: v.pipe(v.optional(Limit), v.description(LOCK_TIMEOUT)),
  statementTimeout: v.pipe(v.optional(Limit), v.description(STATEMENT_TIMEOUT)),
});

const CheckSeverity = v.optional(v.picklist(['error', 'warning', 'off']));
const severityByCode: Record<string, typeof CheckSeverity> = Object.fromEntries(
  knownCodes.map((code) => [code, CheckSeverity]),
);

const Named = v.pipe(v.string(), v.nonEmpty('must not be empty'));
const WaiverEntry = v.strictObject({
  database: v.pipe(Named, v.description('Name of the database.')),
  code: v.pipe(
    v.picklist(
      knownCodes.filter((code) => code !== unusedWaiver.code),
      ({ received }) => `no finding that can be waived is called ${received}`,
    ),
    v.description('Code of the finding.'),
  ),
  migration: v.pipe(v.optional(Named), v.description('The migration that it is about; any by default.')),
  file: v.pipe(
    v.optional(Named),
    v.description('The file that it is about, from the repository root; any by default.'),
  ),
  reason: v.pipe(
    v.string(),
    v.regex(/\S/, 'a waiver needs a reason'),
    v.description('Why you live with it.'),
  ),
});

const Migrate = v.strictObject({
  lockWait: v.pipe(v.optional(Duration, '60s'), v.description(LOCK_WAIT)),
  lockTimeout: v.pipe(v.optional(Limit, '5s'), v.description(LOCK_TIMEOUT)),
  statementTimeout: v.pipe(v.optional(Limit, false), v.description(STATEMENT_TIMEOUT)),
});

export const Configuration = v.strictObject({
  $schema: v.optional(v.string()),
  base: v.pipe(v.optional(v.string()), v.description('The branch that work lands on, such as origin/main.')),
  onMerge: v.pipe(
    v.optional(v.picklist(['rebase'])),
    v.description(
      'What the hooks do where the migrations of two branches stop a merge: "rebase" moves those that have not landed behind the others and goes on, where it is proved that they go together. What counts is the commit that is left, never the one that arrives. By default the merge stops.',
    ),
  ),
  databases: v.pipe(
    v.optional(v.record(v.string(), v.union([v.literal(false), DatabaseEntry])), {}),
    v.description(
      'Databases to name, or that cannot be found or evaluated without secrets; keys are their names. false leaves a config out that is no database: the key is its name, its folder, its path or a glob.',
    ),
  ),
  cannotTell: v.pipe(
    v.optional(v.picklist(['error', 'warning']), 'error'),
    v.description('Whether a hook stops where a schema cannot be evaluated.'),
  ),
  proofLimit: v.pipe(
    v.optional(Duration, '10s'),
    v.description(
      'How long a hook or a check may take to prove new migrations of one database on a throw-away database, and how long migrate waits for one afterwards, to see whether the database is what its migrations give.',
    ),
  ),
  shadow: v.pipe(
    v.optional(Shadow),
    v.description(
      'A scratch server of Postgres, MySQL or MariaDB on which throw-away databases are made and dropped again; for the databases of its kind. MySQL has a shadow nowhere else; without it Postgres runs as PGlite, and SQLite always in a temporary file.',
    ),
  ),
  migrate: v.pipe(
    v.optional(Migrate, {}),
    v.description('How patient migrate is, where an environment says nothing else.'),
  ),
  checks: v.pipe(
    v.optional(v.strictObject(severityByCode), {}),
    v.description('The severity of a finding, by its code.'),
  ),
  waivers: v.pipe(
    v.optional(v.array(WaiverEntry), []),
    v.description('Findings that you live with, each with its reason.'),
  ),
  environments: v.pipe(
    v.optional(v.record(v.string(), EnvironmentEntry), {}),
    v.description('Connections and policies of development, staging, production and your own environments.'),
  ),
});

export type Configuration = v.InferOutput<typeof Configuration>;

/**
 * Reads drizzle-guard.json at the root of a Tree; everything has a default, so it may be absent.
 * @throws GuardError `invalid-configuration` naming every fault, an unknown key among them
 */
export async function readConfiguration(tree: Tree): Promise<Configuration> {
  const text = await readText(tree, CONFIGURATION_FILE);
  const parsed = text === undefined ? { value: {} } : parseJson(text);
  if ('problem' in parsed)
    throw invalid(`${CONFIGURATION_FILE}, line ${parsed.problem.line}: ${parsed.problem.message}`);
  if (Array.isArray(parsed.value)) throw invalid(`${CONFIGURATION_FILE} is a list, and has to be an object`);
  const result = v.safeParse(Configuration, parsed.value);
  const { duplicateKeys } = inspectJson(text ?? '{}', '');
  const faults = [
    ...duplicateKeys.map(({ line, message }) => `line ${line} ${message}`),
    ...ownNamesOfObjects(parsed.value).map((key) => `unknown key ${key}`),
    ...(result.success ? [] : result.issues).flatMap((issue) => faultsOf(issue)),
  ];
  if (result.success && faults.length === 0) return result.output;
  const lines = [...new Set(faults)].map((fault) => `\n  ${fault}`);
  throw invalid(`${CONFIGURATION_FILE} is not valid:${lines.join('')}`);
}

/**
 * The keys, wherever they are, that every object has without being given them, such as "__proto__" and "constructor":
 * valibot passes over them, and what looks for them finds something also where nobody wrote them.
 */
function ownNamesOfObjects(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const place = path === '' ? key : `${path}.${key}`;
    return key in Object.prototype || key === 'prototype' ? [place] : ownNamesOfObjects(inner, place);
  });
}

/** @param above the key of what it lies in */
function faultsOf(issue: v.BaseIssue<unknown>, above?: string): string[] {
  const key = [above, v.getDotPath(issue)].filter((part) => typeof part === 'string').join('.');
  // Of the choices that did not fit, the one that was meant is the one that was looked into.
  const inside = (issue.type === 'union' ? (issue.issues ?? []) : []).filter(
    ({ path }) => path !== undefined,
  );
  if (inside.length > 0) return inside.flatMap((one) => faultsOf(one, key));
  const unknown = issue.type === 'strict_object' && issue.expected === 'never';
  return [unknown ? `unknown key ${key}` : `${key || 'the file'}: ${issue.message}`];
}

function invalid(message: string): GuardError {
  return new GuardError(
    'invalid-configuration',
    message,
    `correct ${CONFIGURATION_FILE}; its keys are in node_modules/drizzle-guard/schema.json`,
  );
}

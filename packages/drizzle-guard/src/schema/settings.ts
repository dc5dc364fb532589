import path from 'node:path';
import * as v from 'valibot';
import { GuardError } from '../errors/guard-error';
import type { LedgerPlace } from '../ledger/ledger';
import { offlineEnvironment } from '../process/variables';
import { readText, type Tree } from '../sources/tree';
import { parseJson } from '../text/json';
import type { Database } from '../workspace/discover';
import { bundle } from './bundle';
import type { Evaluator } from './evaluator';
import { treeJoin } from './resolve-file';
import { cwdsOf, inWords, settleCwd } from './settle-cwd';

const Globs = v.union([v.string(), v.array(v.string())]);

/** Those of drizzle-kit 0.31 and 1.0. */
const KIT_DIALECTS = [
  'postgresql',
  'mysql',
  'sqlite',
  'turso',
  'singlestore',
  'gel',
  'mssql',
  'cockroach',
  'duckdb',
] as const;

/** A drizzle config (drizzle-kit 0.31, src/index.ts `Config`), so far as it is used here. */
const DrizzleConfig = v.object({
  dialect: v.picklist(KIT_DIALECTS),
  schema: v.optional(Globs),
  out: v.optional(v.string(), 'drizzle'),
  casing: v.optional(v.nullable(v.picklist(['camelCase', 'snake_case']))),
  driver: v.optional(v.string()),
  dbCredentials: v.optional(v.record(v.string(), v.unknown())),
  migrations: v.optional(v.object({ table: v.optional(v.string()), schema: v.optional(v.string()) })),
});

/** What a database's config says. */
export interface Settings {
  dialect: string;
  /** Where drizzle-kit is run, from the root, "." for the root itself: the paths in the config count from there. */
  cwd: string;
  /** As written: files, folders or globs from `cwd`. */
  schema: string[];
  /** The migrations folder, from the root. */
  out: string;
  casing: string | null;
  driver: string | null;
  /** As written; never printed. */
  credentials: Record<string, unknown> | null;
  ledger: LedgerPlace;
}

/**
 * What drizzle-guard.json states of a database, or else what its drizzle config says when evaluated.
 * @throws GuardError `cannot-evaluate` for a config that does not load, `invalid-drizzle-config` for one that is none,
 *   `ambiguous-folder` where it is not clear what its paths count from
 */
export async function readSettings(
  tree: Tree,
  database: Database,
  evaluator: () => Evaluator,
  onDisk?: (absolute: string) => void,
): Promise<Settings> {
  if (database.stated) return settingsOf(database, cwdsOf(database)[0], database.stated);
  return evaluateSettings(tree, database, database.configFile!, evaluator(), onDisk);
}

/** Evaluates one drizzle config of a database, be it its own or that of an environment. */
export async function evaluateSettings(
  tree: Tree,
  database: Database,
  configFile: string,
  evaluator: Evaluator,
  onDisk?: (absolute: string) => void,
): Promise<Settings> {
  const evaluateIn = async (cwd: string) =>
    validated(configFile, await loadConfig(tree, database, configFile, cwd, evaluator, onDisk));
  const [first] = cwdsOf(database);
  const config = await evaluateIn(first);
  const cwd = await settleCwd(tree, database, { schema: [config.schema ?? []].flat(), out: config.out });
  // A config may look around in its working directory.
  return settingsOf(database, cwd, cwd === first ? config : await evaluateIn(cwd));
}

function validated(configFile: string, config: unknown): v.InferOutput<typeof DrizzleConfig> {
  const checked = v.safeParse(DrizzleConfig, config);
  if (checked.success) return checked.output;
  const [issue] = checked.issues;
  throw new GuardError(
    'invalid-drizzle-config',
    `${configFile} is not a drizzle config: ${v.getDotPath(issue) ?? 'its default export'}: ${issue.message}`,
    'export what defineConfig() of drizzle-kit takes as the default export',
  );
}

async function loadConfig(
  tree: Tree,
  database: Database,
  configFile: string,
  cwd: string,
  evaluator: Evaluator,
  onDisk?: (absolute: string) => void,
): Promise<unknown> {
  if (configFile.endsWith('.json')) {
    const parsed = parseJson((await readText(tree, configFile)) ?? '');
    if ('value' in parsed) return parsed.value;
    throw unusable(configFile, `line ${parsed.problem.line} ${parsed.problem.message}`, 'correct the file');
  }
  const code = await bundle(tree, database.dir, [configFile], onDisk);
  const filename = path.join(tree.root, configFile);
  const answer = await evaluator.ask({ kind: 'config', code, filename, cwd: path.join(tree.root, cwd) });
  if (answer.kind === 'config') return answer.config;
  if (answer.kind === 'cannot-tell') throw unusable(configFile, answer.message, answer.help);
  throw new Error(`unexpected answer ${answer.kind}`);
}

function unusable(configFile: string, why: string, help: string): GuardError {
  const allowed = offlineEnvironment(process.env);
  const withheld = Object.keys(process.env).filter((name) => !(name in allowed) && why.includes(name));
  const note =
    withheld.length > 0 ? ` (${withheld.join(', ')} is set, and withheld where no database is needed)` : '';
  return new GuardError(
    'cannot-evaluate',
    `${configFile} cannot be evaluated: ${why}${note}`,
    `${help}; one that is no database of this repository is left out by \`"databases": { ${JSON.stringify(configFile)}: false }\` in drizzle-guard.json`,
  );
}

function settingsOf(
  database: Database,
  cwd: string,
  config: Omit<Partial<v.InferOutput<typeof DrizzleConfig>>, 'dialect'> & { dialect: string; out: string },
): Settings {
  const out = treeJoin(cwd, config.out);
  if (out === null)
    throw new GuardError(
      'invalid-drizzle-config',
      `the migrations folder of ${database.name} is ${config.out}, which lies outside the repository`,
      `give \`out\` as a path inside the repository, from ${inWords(cwd)}`,
    );
  return {
    dialect: config.dialect,
    cwd,
    schema: [config.schema ?? []].flat(),
    out,
    casing: config.casing ?? null,
    driver: config.driver ?? null,
    credentials: config.dbCredentials ?? null,
    ledger: {
      table: config.migrations?.table ?? '__drizzle_migrations',
      schema: config.migrations?.schema ?? 'drizzle',
    },
  };
}

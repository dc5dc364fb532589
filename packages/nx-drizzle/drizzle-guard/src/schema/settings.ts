import path from 'node:path';
import * as v from 'valibot';
import { GuardError } from '../errors/guard-error';
import type { LedgerPlace } from '../ledger/ledger';
import { readText, type Tree } from '../sources/tree';
import { parseJson } from '../text/json';
import type { Database } from '../workspace/discover';
import { bundle } from './bundle';
import { cannotBeEvaluated, helpFor, wordsOfUnset } from './cannot-be-evaluated';
import type { Evaluator } from './evaluator';
import { fromCwd } from './from-cwd';
import { literalConfig } from './literal-config';
import type { Wanted } from './protocol';
import { treeJoin } from './resolve-file';
import { cwdsOf, settleCwd } from './settle-cwd';

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
  tablesFilter: v.optional(Globs),
  schemaFilter: v.optional(Globs),
});

/** What a database's config says. */
export interface Settings {
  dialect: string;
  /** Where drizzle-kit is run, from the root, "." for the root itself: the paths in the config count from there. */
  cwd: string;
  /** Files, folders or globs from `cwd`. */
  schema: string[];
  /** The migrations folder, from the root. */
  out: string;
  casing: string | null;
  driver: string | null;
  /** As written; never printed. Null where anything was evaluated with a stand-in. */
  credentials: Record<string, unknown> | null;
  ledger: LedgerPlace;
  /** What of a database is its schema's: globs, as drizzle-kit reads them; absent where nothing is said. */
  filters?: { tables: string[]; schemas: string[] };
  /** Variables in whose place the config was given a harmless value. */
  standIns: string[];
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
  return (
    statedSettings(tree, database) ??
    (await evaluateSettings(tree, database, database.configFile!, evaluator(), onDisk))
  );
}

/** What drizzle-guard.json states of a database; null where it leaves that to the drizzle config. */
export function statedSettings(tree: Tree, database: Database): Settings | null {
  const { stated } = database;
  return stated && settingsOf(tree, database, cwdsOf(database)[0], stated, []);
}

/** Evaluates one drizzle config of a database, be it its own or that of an environment. */
export async function evaluateSettings(
  tree: Tree,
  database: Database,
  configFile: string,
  evaluator: Evaluator,
  onDisk?: (absolute: string) => void,
): Promise<Settings> {
  const evaluateIn = async (cwd: string) => {
    const { config, ...wanted } = await loadConfig(tree, database, configFile, cwd, evaluator, onDisk);
    return { config: validated(database, configFile, config, wanted, evaluator), ...wanted };
  };
  const [first] = cwdsOf(database);
  const atFirst = await evaluateIn(first);
  const { schema, out } = atFirst.config;
  const cwd = await settleCwd(tree, database, { schema: [schema ?? []].flat(), out });
  // A config may look around in its working directory.
  const { config, standIns } = cwd === first ? atFirst : await evaluateIn(cwd);
  return settingsOf(tree, database, cwd, config, standIns);
}

function validated(
  database: Database,
  configFile: string,
  config: unknown,
  { unset }: Wanted,
  evaluator: Evaluator,
): v.InferOutput<typeof DrizzleConfig> {
  const checked = v.safeParse(DrizzleConfig, config);
  if (checked.success) return checked.output;
  const [issue] = checked.issues;
  throw new GuardError(
    'invalid-drizzle-config',
    `${configFile} is not a drizzle config: ${v.getDotPath(issue) ?? 'its default export'}: ${issue.message}${wordsOfUnset(unset, evaluator.mode)}`,
    unset.length > 0
      ? helpFor(unset, issue.message, { database, isConfig: true, mode: evaluator.mode })
      : 'export what defineConfig() of drizzle-kit takes as the default export',
  );
}

async function loadConfig(
  tree: Tree,
  database: Database,
  configFile: string,
  cwd: string,
  evaluator: Evaluator,
  onDisk?: (absolute: string) => void,
): Promise<{ config: unknown } & Wanted> {
  if (configFile.endsWith('.json')) {
    const parsed = parseJson((await readText(tree, configFile)) ?? '');
    if ('value' in parsed) return { config: parsed.value, standIns: [], unset: [] };
    const { line, message } = parsed.problem;
    throw new GuardError(
      'cannot-evaluate',
      `${configFile} cannot be evaluated: line ${line} ${message}`,
      'correct the file',
    );
  }
  // With stand-ins it is watched what a config wants.
  const literal =
    evaluator.mode === 'real' &&
    literalConfig((await readText(tree, configFile)) ?? '', evaluator.environment);
  if (literal) return { config: literal, standIns: [], unset: [] };
  const code = await bundle(tree, database.dir, [configFile], onDisk);
  const filename = path.join(tree.root, configFile);
  const answer = await evaluator.ask({ kind: 'config', code, filename, cwd: path.join(tree.root, cwd) });
  if (answer.kind === 'config') return answer;
  if (answer.kind === 'cannot-tell')
    throw cannotBeEvaluated(`${configFile} cannot be evaluated`, answer, {
      database,
      isConfig: true,
      mode: evaluator.mode,
    });
  throw new Error(`unexpected answer ${answer.kind}`);
}

function settingsOf(
  tree: Tree,
  database: Database,
  cwd: string,
  config: Omit<Partial<v.InferOutput<typeof DrizzleConfig>>, 'dialect'> & { dialect: string; out: string },
  standIns: string[],
): Settings {
  const paths = (key: 'schema' | 'out', given: string) => fromCwd(tree, database, cwd, key, given);
  return {
    dialect: config.dialect,
    cwd,
    schema: [config.schema ?? []].flat().map((pattern) => paths('schema', pattern)),
    out: treeJoin(cwd, paths('out', config.out))!,
    casing: config.casing ?? null,
    driver: config.driver ?? null,
    credentials: standIns.length > 0 ? null : (config.dbCredentials ?? null),
    ledger: {
      table: config.migrations?.table ?? '__drizzle_migrations',
      schema: config.migrations?.schema ?? 'drizzle',
    },
    ...filtersOf(config),
    standIns,
  };
}

function filtersOf({
  tablesFilter,
  schemaFilter,
}: Pick<v.InferOutput<typeof DrizzleConfig>, 'tablesFilter' | 'schemaFilter'>): {
  filters?: NonNullable<Settings['filters']>;
} {
  const filters = { tables: [tablesFilter ?? []].flat(), schemas: [schemaFilter ?? []].flat() };
  return filters.tables.length + filters.schemas.length === 0 ? {} : { filters };
}

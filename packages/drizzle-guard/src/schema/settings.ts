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
import { fromPackage } from './from-package';
import type { Wanted } from './protocol';
import { treeJoin } from './resolve-file';

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
  /** Files, folders or globs from the package's folder. */
  schema: string[];
  /** The migrations folder, from the root. */
  out: string;
  casing: string | null;
  driver: string | null;
  /** As written; never printed. Null where anything was evaluated with a stand-in. */
  credentials: Record<string, unknown> | null;
  ledger: LedgerPlace;
  /** Variables in whose place the config was given a harmless value. */
  standIns: string[];
}

/**
 * What drizzle-guard.json states of a database, or else what its drizzle config says when evaluated.
 * @throws GuardError `cannot-evaluate` for a config that does not load, `invalid-drizzle-config` for one that is none
 */
export async function readSettings(
  tree: Tree,
  database: Database,
  evaluator: () => Evaluator,
  onDisk?: (absolute: string) => void,
): Promise<Settings> {
  if (database.stated) return settingsOf(tree, database, database.stated, []);
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
  const { config, standIns, unset } = await loadConfig(tree, database, configFile, evaluator, onDisk);
  const checked = v.safeParse(DrizzleConfig, config);
  if (checked.success) return settingsOf(tree, database, checked.output, standIns);
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
  const code = await bundle(tree, database.dir, [configFile], onDisk);
  const filename = path.join(tree.root, configFile);
  const answer = await evaluator.ask({ kind: 'config', code, filename });
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
  config: Omit<Partial<v.InferOutput<typeof DrizzleConfig>>, 'dialect'> & { dialect: string; out: string },
  standIns: string[],
): Settings {
  const out = fromPackage(tree, database, 'out', config.out);
  return {
    dialect: config.dialect,
    schema: [config.schema ?? []].flat().map((pattern) => fromPackage(tree, database, 'schema', pattern)),
    out: treeJoin(database.dir, out)!,
    casing: config.casing ?? null,
    driver: config.driver ?? null,
    credentials: standIns.length > 0 ? null : (config.dbCredentials ?? null),
    ledger: {
      table: config.migrations?.table ?? '__drizzle_migrations',
      schema: config.migrations?.schema ?? 'drizzle',
    },
    standIns,
  };
}

import type { Connection } from '../engines/connection';
import { liveCatalog } from '../engines/live-catalog';
import { hasShadow, whyNoShadow, type Ground } from '../engines/shadow/ground';
import { openShadow } from '../engines/shadow/open-shadow';
import type { CatalogEntry } from '../engines/shadow/shadow';
import { GuardError } from '../errors/guard-error';
import type { Workspace } from './open-workspace';
import { withEvaluator } from './with-evaluator';
import { liveDifferences, type LiveDifference } from '../replay/live-differences';
import { catalogOf } from '../replay/said-catalog';
import { buildState } from '../schema/build-statements';
import { bundleSchema, schemaState } from '../schema/judge-schema';
import type { Settings } from '../schema/settings';
import { entitiesOf } from '../state/entities';
import type { Database } from '../workspace/discover';

/** What a schema wants of a database. */
export interface WantedBySchema {
  /** The SQL that makes all of it out of nothing. */
  statements: string[];
  /** Names of policies in it. */
  policies: string[];
}

/** @throws GuardError `cannot-evaluate` and what `bundleSchema` throws */
export async function wantedBySchema(
  { session, tree }: Workspace,
  database: Database,
  settings: Settings,
): Promise<WantedBySchema> {
  const schema = await bundleSchema(tree, database, settings);
  return withEvaluator(session, database, async (evaluator) => {
    const { state } = await schemaState(database, schema, evaluator());
    const text = JSON.stringify(state);
    const statements = await buildState({ kind: 'snapshot', text }, settings.dialect, evaluator());
    const policies = entitiesOf(state).flatMap(({ kind, name }) => (kind === 'policy' ? [name] : []));
    return { statements, policies };
  });
}

/**
 * What a schema wants and a database has not, or has otherwise. What the database has besides is not told: drizzle-kit
 * leaves tables alone that a filter takes out.
 *
 * @throws GuardError where there is no shadow, or it cannot run what the schema wants
 */
export async function lackingInDatabase(
  ground: Ground,
  { statements }: WantedBySchema,
  connection: Connection,
  { dialect, ledger }: Settings,
): Promise<LiveDifference[]> {
  if (!hasShadow(ground))
    throw new GuardError(
      'replay-impossible',
      `whether the database is what the schema says is not known: ${whyNoShadow(ground)}`,
      'look at it with `drizzle-guard studio`',
    );
  const held = await liveCatalog(connection, dialect, ledger);
  const shadow = await openShadow(ground, statements);
  try {
    const entries = await catalogOf(shadow, statements);
    const given = { entries, major: shadow.major, server: shadow.server };
    const tables = new Set(entries.map(ofTable));
    return liveDifferences(held, given, new Set()).filter(
      ({ kind, object }) => kind !== 'alone' || isPart(object, held.entries, tables),
    );
  } finally {
    await shadow.close();
  }
}

const ofTable = ({ of, object }: CatalogEntry) => of ?? object;

/** Whether something is a part of a table that the schema has. */
function isPart(object: string, held: readonly CatalogEntry[], tables: ReadonlySet<string>): boolean {
  const entry = held.find((one) => one.object === object);
  return entry?.of !== undefined && entry.of !== null && tables.has(entry.of);
}

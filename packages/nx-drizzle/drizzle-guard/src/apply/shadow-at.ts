import { hasShadow, whyNoShadow } from '../engines/shadow/ground';
import { openShadow } from '../engines/shadow/open-shadow';
import type { Shadow, ShadowFailure } from '../engines/shadow/shadow';
import { GuardError } from '../errors/guard-error';
import { replayOn, type ReadMigration as Replayed } from '../replay/replay-history';
import { madeBy } from '../sql/made-by';
import { normalised } from '../sql/tokens';
import type { LiveDatabase } from './live-database';
import type { ReadMigration, Runnable } from './read-migrations';

/** A shadow may be asked for as long as the database itself takes. */
const NO_LIMIT = 2 ** 31 - 1;

/** In what a shadow is to be like the database, beside its history. */
export interface Likeness {
  /** How a database of MySQL compares text by default. */
  collation?: string | null;
  /** The schema in which Postgres makes what names none. */
  home?: string | null | undefined;
}

/**
 * Opens a shadow and brings it to where a database stands: the migrations that are applied there, in the order in which
 * they were.
 * @param pending what will be run on it then
 * @throws GuardError with the reason why there is none, in words that go on after "not verified: "
 */
export async function shadowAt(
  live: LiveDatabase,
  pending: readonly ReadMigration[],
  { collation = null, home = null }: Likeness = {},
): Promise<Shadow> {
  const { ground } = live;
  if (!hasShadow(ground)) throw noShadow(whyNoShadow(ground)!);
  const applied = appliedOf(live);
  const all = [...applied, ...pending].flatMap(({ statements }) => statements);
  const shadow = await openShadow(ground, all, { limit: NO_LIMIT, collation });
  try {
    if (home !== null && home !== 'public') await moveTo(shadow, home, all);
    const { failed } = await replayOn(
      shadow,
      applied.map((one) => toReplay(live, one)),
    );
    if (failed === null) return shadow;
    const { migration, sql, message } = failed.statement;
    const refused = applied.find(({ tag }) => tag === migration)!;
    throw noShadow(refusedBy(refused, refused.statements.indexOf(sql), message));
  } catch (thrown) {
    await shadow.close();
    throw thrown;
  }
}

/** A schema that the migrations make themselves is there from then on, as it was in the database. */
async function moveTo(shadow: Shadow, home: string, statements: readonly string[]): Promise<void> {
  const name = `"${home.replaceAll('"', '""')}"`;
  const isMade = madeBy(statements, 'postgresql').created.schemas.has(home);
  await shadow.apply([...(isMade ? [] : [`CREATE SCHEMA ${name}`]), `SET search_path TO ${name}, public`]);
}

/** Runs one migration more on it. @throws GuardError as `shadowAt` */
export async function runOn(shadow: Shadow, migration: Runnable): Promise<void> {
  const { failure } = await shadow.apply(migration.statements);
  if (failure !== null) throw noShadow(refusalOf(migration, failure));
}

/** Why a migration cannot be run on a shadow. */
export function refusalOf(migration: Runnable, { position, message }: ShadowFailure): string {
  return refusedBy(migration, position, message);
}

function refusedBy({ tag, placeOf }: Runnable, position: number, message: string): string {
  const place = position < 0 || !placeOf ? '' : ` (${placeOf(position)})`;
  return `${tag} cannot be run on a shadow: ${message}${place}`;
}

function noShadow(why: string): GuardError {
  return new GuardError('replay-failed', why, 'see `drizzle-guard explain replay-failed`');
}

/** What the database has run; late ones came after newer ones. */
export function appliedOf({
  match,
  migrations,
}: Pick<LiveDatabase, 'match' | 'migrations'>): ReadMigration[] {
  const byTag = new Map(migrations.map((one) => [one.tag, one]));
  return match.migrations
    .flatMap(({ tag, row }) => (row === null ? [] : [{ id: row.id, migration: byTag.get(tag)! }]))
    .sort((a, b) => a.id - b.id)
    .map(({ migration }) => migration);
}

function toReplay({ history }: LiveDatabase, { tag, statements }: ReadMigration): Replayed {
  const migration = history.migrations.find((one) => one.tag === tag)!;
  const saying = statements.map((sql) => ({ sql, line: 1, meaning: normalised(sql) }));
  return { migration, statements: saying.filter(({ meaning }) => meaning !== '') };
}

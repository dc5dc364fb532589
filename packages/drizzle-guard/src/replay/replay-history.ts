import { bringsExtension } from '../engines/shadow/drivers';
import { isServer, type FirmGround, type Ground } from '../engines/shadow/ground';
import { openShadow } from '../engines/shadow/open-shadow';
import { ShadowEnded, type CatalogEntry, type Shadow } from '../engines/shadow/shadow';
import { GuardError } from '../errors/guard-error';
import { wordsOf } from '../errors/words-of';
import type { History, Migration } from '../history/history';
import type { RepeatedStatement } from '../rules/replay/repeated-statement';
import type { Tree } from '../sources/tree';
import { statementsOf, type Statement } from '../sql/statements';
import { noteIn, runnerOn, type Seen } from './run-ahead';

export interface ReplayOptions extends FirmGround {
  /** For each throw-away database, in milliseconds; by default the shadow's own. */
  limit?: number | undefined;
}

/** What the SQL of a history gives on an empty database. */
export interface Replayed {
  /** Everything that is there at the end, a line each, sorted: equal where two databases are. */
  catalog: string[];
  repeated: RepeatedStatement[];
  /** The statement at which the replay ended; null where all could be run. */
  failed: FailedStatement | null;
}

/** A statement that the shadow refused, or the first of the migration at which it ended. */
export interface FailedStatement {
  migration: string;
  file: string;
  line: number;
  /** "" where the shadow ended: it is not known in which statement. */
  sql: string;
  /** The database's own words. */
  message: string;
  /** How many migrations come after it. */
  notReached: number;
}

export interface ReadMigration {
  migration: Migration;
  /** Git's id of its file, where that is known. */
  id?: string;
  statements: Statement[];
}

/**
 * Runs the SQL of a sound history (`sequenceFaults`: none) on an empty shadow, as it is in a Tree.
 * @throws GuardError what `openShadow` throws, `replay-failed`; a statement that fails is in the answer
 */
export async function replayHistory(tree: Tree, history: History, options: ReplayOptions): Promise<Replayed> {
  const migrations = await readMigrations(tree, history);
  const shadow = await openShadow(options, sqlOf(migrations));
  try {
    const { repeated, failed } = await replayOn(shadow, migrations);
    const catalog = failed?.ended ? [] : (await shadow.catalog()).map(lineOf);
    return { catalog, repeated, failed: failed?.statement ?? null };
  } finally {
    await shadow.close();
  }
}

/** What is worked out of the same, once however many ask. @param key tells all that it hangs on */
export type Once = <T>(key: string, work: () => Promise<T>) => Promise<T>;

/**
 * The SQL of every migration, with its byte order mark where it has one: drizzle-orm sends that too.
 * @param once by which what git knows to be the same bytes is read once for several Trees
 */
export async function readMigrations(
  tree: Tree,
  { migrations }: { migrations: readonly Migration[] },
  once: Once = (_, work) => work(),
): Promise<ReadMigration[]> {
  const read = async (migration: Migration): Promise<ReadMigration> => {
    const { sqlFile } = migration;
    const id = tree.idOf(sqlFile);
    const work = async () => statementsOf((await tree.read(sqlFile))?.toString('utf8') ?? '');
    if (id === null) return { migration, statements: await work() };
    return { migration, id, statements: await once(`statements of ${id}`, work) };
  };
  return Promise.all(migrations.map(read));
}

export function sqlOf(migrations: readonly ReadMigration[]): string[] {
  return migrations.flatMap(({ statements }) => statements.map(({ sql }) => sql));
}

function lineOf({ object, definition }: CatalogEntry): string {
  return definition === '' ? object : `${object}: ${definition}`;
}

interface Run {
  repeated: RepeatedStatement[];
  failed: { statement: FailedStatement; ended: boolean } | null;
}

/** Where a replay begins, and what is done on its way. */
export interface OnTheWay {
  /** How many of the migrations have been run there. */
  from?: number;
  /** Called after a migration, when no other one has been begun. */
  onApplied?: (position: number) => Promise<void>;
  /** How long others may be run before it is called, in milliseconds; by default it is called after each. */
  every?: number;
}

/**
 * Runs migrations one after another, each in a transaction of its own. What is repeated is left out, so that the rest can
 * be judged.
 */
export async function replayOn(
  shadow: Shadow,
  migrations: readonly ReadMigration[],
  { from = 0, onApplied, every = onApplied ? 0 : Infinity }: OnTheWay = {},
): Promise<Run> {
  const repeated: RepeatedStatement[] = [];
  const seen: Seen = new Map();
  const runner = runnerOn(shadow, migrations, every);
  for (const [position, { migration, statements }] of migrations.entries()) {
    const at = ({ line, sql }: Statement) => ({
      migration: migration.tag,
      file: migration.sqlFile,
      line,
      sql,
    });
    const notReached = migrations.length - position - 1;
    let toRun = position < from ? [] : statements;
    while (toRun.length > 0) {
      let applied;
      try {
        applied = await runner.run(position, toRun, seen);
      } catch (thrown) {
        if (!(thrown instanceof ShadowEnded)) throw thrown;
        const statement = { ...at(toRun[0]!), sql: '', message: wordsOf(thrown), notReached };
        return { repeated, failed: { statement, ended: true } };
      }
      const { failure, idle } = applied;
      for (const index of failure?.kept === 0 ? [] : idle)
        repeated.push({ ...at(toRun[index]!), earlier: seen.get(toRun[index]!.meaning)!, refusal: null });
      if (failure === null) break;
      const refused = toRun[failure.position]!;
      const earlier = failure.alreadyExists ? seen.get(refused.meaning) : undefined;
      if (earlier === undefined) {
        const statement = { ...at(refused), message: failure.message, notReached };
        return { repeated, failed: { statement, ended: false } };
      }
      repeated.push({ ...at(refused), earlier, refusal: failure.message });
      const { kept } = failure;
      toRun = toRun.filter((statement, index) => index >= kept && statement !== refused);
    }
    noteIn(seen, migrations[position]!);
    if (position >= from && !runner.isBeyond(position)) await onApplied?.(position);
  }
  return { repeated, failed: null };
}

/**
 * A history that cannot be replayed proves nothing, neither good nor bad.
 * @param ground what the shadow was made on
 */
export function replayFailed(failed: FailedStatement, ground: Ground): GuardError {
  const { migration, file, line, sql, message, notReached } = failed;
  const later = notReached === 1 ? '1 later migration was' : `${notReached} later migrations were`;
  const lines = [
    `${migration} cannot be replayed: ${message}`,
    `  ${file}:${line}`,
    ...(sql === '' ? [] : [`  ${firstLineOf(sql)}`]),
    `${notReached === 0 ? '' : `${later} not run; `}whether the SQL gives what the snapshots say is not known`,
  ];
  return new GuardError('replay-failed', lines.join('\n'), helpFor(failed, ground));
}

const OR_SERVER = 'or name a Postgres server that has it ("shadow" in drizzle-guard.json)';

const BYTE_ORDER_MARK = '\ufeff';

function helpFor({ sql, message, file }: FailedStatement, { folders, server }: Ground): string {
  const extension = /extension "([^"]+)" is not available/.exec(message)?.[1];
  if (extension !== undefined && isServer(server))
    return `install the extension on ${server.place.description}; without it leave --replay out`;
  const bringing = extension === undefined ? null : bringsExtension(extension, folders);
  if (bringing !== null) return `${bringing}; ${OR_SERVER}, or leave --replay out`;
  if (extension !== undefined) return `PGlite has no such extension: ${OR_SERVER}, or leave --replay out`;
  if (sql.trimStart().startsWith(BYTE_ORDER_MARK) || sql.startsWith(BYTE_ORDER_MARK))
    return `${file} begins with a byte order mark, which the database takes for a part of the statement: save it as UTF-8 without one, as long as it has not landed`;
  if (/type "vector" does not exist/.test(message))
    return 'no migration creates the extension that it needs: `CREATE EXTENSION IF NOT EXISTS vector;` belongs into one before it (`drizzle-guard generate --custom`); or leave --replay out';
  return 'correct the statement if it is wrong; where it needs what the shadow has not (an extension, a role), leave --replay out';
}

function firstLineOf(sql: string): string {
  const [first = ''] = sql
    .trim()
    .split('\n')
    .filter((line) => !line.startsWith('--'));
  return first.length > 120 ? `${first.slice(0, 119)}…` : first;
}

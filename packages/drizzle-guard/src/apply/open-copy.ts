import { unreadable, type Copy } from '../backup/copies/copy';
import { hasShadow, whyNoShadow, type Ground } from '../engines/shadow/ground';
import { openShadow } from '../engines/shadow/open-shadow';
import type { Shadow } from '../engines/shadow/shadow';
import { takeLedger, type TakenLedger } from '../engines/shadow/take-ledger';
import { GuardError } from '../errors/guard-error';
import { wordsOf } from '../errors/words-of';
import type { LedgerPlace } from '../ledger/ledger';
import { tablesIn } from '../rehearsal/tables-in';
import { noShadowToRehearse } from './no-shadow';
import type { ReadMigration } from './read-migrations';
import { NO_LIMIT, type Likeness } from './shadow-at';

/** A copy of a database, and all that it takes to open a shadow that begins with it. */
export interface CopiedDatabase {
  copy: Copy;
  /** How it is called in a sentence. */
  shown: string;
  dialect: string;
  ledger: LedgerPlace;
  ground: Ground;
  /** What may be run on it. */
  migrations: readonly ReadMigration[];
  like: Likeness;
  /** Whether rows that came along are taken out: PGlite is copied as a whole. */
  isEmptied: boolean;
}

/** A shadow that stands where the copy does, and what the ledger says that was in it. */
export interface OpenCopy extends TakenLedger {
  shadow: Shadow;
}

/**
 * Opens a copy and hands it to `work`, with what opens it again: the first shadow that is asked for is the one that is
 * open.
 * @throws GuardError `replay-impossible`, `unreadable-dump`, `unreadable-ledger`, and what `openShadow` throws
 */
export async function withOpenCopy<T>(
  copied: CopiedDatabase,
  work: (first: OpenCopy, open: () => Promise<Shadow>) => Promise<T>,
): Promise<T> {
  const first = await openCopy(copied);
  let unused: Shadow | null = first.shadow;
  const open = async () => {
    const ready = unused;
    unused = null;
    return ready ?? (await openCopy(copied)).shadow;
  };
  try {
    return await work(first, open);
  } finally {
    await unused?.close();
  }
}

async function openCopy(copied: CopiedDatabase): Promise<OpenCopy> {
  const { copy, shown, dialect, ledger, migrations, like } = copied;
  // The data directory of PGlite is opened by PGlite alone.
  const ground = copy.content.kind === 'archive' ? { ...copied.ground, server: null } : copied.ground;
  if (!hasShadow(ground)) throw noShadowToRehearse(whyNoShadow(ground)!);
  const statements = [...copy.extensions, ...migrations.flatMap((one) => one.statements)];
  const options = { limit: NO_LIMIT, collation: like.collation ?? null, content: copy.content };
  const shadow = await openShadow(ground, statements, options).catch((thrown: unknown) => {
    if (!(thrown instanceof GuardError) || thrown.code !== 'unreadable-dump') throw thrown;
    throw unreadable(shown, wordsOf(thrown), 'see `drizzle-guard explain unreadable-dump`', thrown);
  });
  try {
    if (copy.content.kind === 'file') await requireWhole(shadow, shown);
    const taken = await takeLedger(shadow, dialect, ledger);
    if (copied.isEmptied) await emptyTables(shadow);
    await goHome(shadow, like);
    return { shadow, ...taken };
  } catch (thrown) {
    await shadow.close();
    throw thrown;
  }
}

async function requireWhole(shadow: Shadow, shown: string): Promise<void> {
  const rows = await shadow
    .query('PRAGMA integrity_check')
    .catch((thrown: unknown) => [{ said: wordsOf(thrown) }]);
  const said = rows.map((row) => String(Object.values(row)[0]));
  if (said[0] !== 'ok')
    throw unreadable(shown, `is damaged: ${said.slice(0, 3).join('; ')}`, 'name a whole file');
}

async function emptyTables(shadow: Shadow): Promise<void> {
  const tables = await tablesIn((sql) => shadow.query(sql), 'postgresql');
  if (tables.length > 0) await shadow.query(`TRUNCATE ${tables.map(({ sql }) => sql).join(', ')} CASCADE`);
}

/** Where the database makes what names no schema. */
async function goHome(shadow: Shadow, { home = null }: Likeness): Promise<void> {
  if (home !== null && home !== 'public')
    await shadow.query(`SET search_path TO "${home.replaceAll('"', '""')}", public`);
}

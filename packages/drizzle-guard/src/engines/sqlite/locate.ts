import path from 'node:path';
import { GuardError } from '../../errors/guard-error';
import { withoutPasswords } from '../../errors/words-of';

/** Where a drizzle config's connection leads. */
export type SqlitePlace =
  { kind: 'file'; file: string } | { kind: 'remote'; url: string; authToken: string | null };

/** As @libsql/client takes them for a server. */
const REMOTE = /^(?:libsql|https?|wss?):/i;

/**
 * Reads dbCredentials as drizzle-kit and its drivers do.
 * @param folder where drizzle-kit is run, absolute: a relative path counts from it
 * @throws GuardError `no-credentials`, `unsupported-database` for a database in memory or of another kind
 */
export function locateSqlite(
  folder: string,
  dialect: string,
  credentials: Readonly<Record<string, unknown>> | null,
): SqlitePlace {
  const url = credentials?.['url'];
  if (typeof url !== 'string' || url === '')
    throw new GuardError(
      'no-credentials',
      'the drizzle config names no database: dbCredentials.url is missing',
      'give dbCredentials.url in the drizzle config, or set the variable that it reads',
    );
  const token = credentials?.['authToken'];
  if (REMOTE.test(url))
    return { kind: 'remote', url, authToken: typeof token === 'string' && token !== '' ? token : null };
  if (/^(?:file:)?(?:\/\/)?:memory:/i.test(url) || /[?&]mode=memory\b/.test(url))
    throw new GuardError(
      'unsupported-database',
      'the drizzle config names a database in memory (:memory:), which is another one in every process and gone at its end; nothing was done',
      'name a file in dbCredentials.url; what has a database in memory applies its migrations itself, with the migrator of drizzle-orm',
    );
  // A path would be made of it, its password included.
  const scheme = /^(?!file:)[a-z][a-z0-9+.-]+:/i.exec(url)?.[0];
  if (scheme !== undefined)
    throw new GuardError(
      'unsupported-database',
      `dialect ${dialect} takes a file or a libsql: URL, and the connection given is a ${scheme} URL; nothing was done`,
      'give the path of the file, or state the dialect of the server in the drizzle config',
    );
  if (/^file:\/\/(?!\/|localhost\/)/i.test(url))
    throw new GuardError(
      'cannot-connect',
      `${withoutPasswords(url)} names a host where a file is expected; nothing was done`,
      'write `file:…` for a file from here, `file:///…` for a path from the root',
    );
  return { kind: 'file', file: path.resolve(folder, fileIn(url)) };
}

/** `file:./x.db`, `file:///x.db`, `file://localhost/x.db`; a plain path is one, whatever is in it. */
function fileIn(url: string): string {
  if (!/^file:/i.test(url)) return url;
  const file = url.slice('file:'.length).replace(/^\/\/(?:localhost)?(?=\/)/i, '');
  const end = file.search(/[?#]/);
  return decoded(end === -1 ? file : file.slice(0, end));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

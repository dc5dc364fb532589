import { parse } from 'pg-connection-string';
import type { ClientConfig } from 'pg';
import { GuardError } from '../../errors/guard-error';
import { wordsOf } from '../../errors/words-of';
import { hasUnescapedPassword } from '../unescaped-password';

/** Where a Postgres server is, and how it is spoken to. */
export interface Place {
  config: ClientConfig;
  /** Whether a server without TLS is spoken to all the same. */
  isTlsOptional: boolean;
  /** For people: "postgres db.example.com:5432/shop". */
  description: string;
  isLocal: boolean;
}

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * A drizzle config's credentials: `url`, or `host`, `port`, `user`, `password`, `database` and `ssl` (drizzle-kit 0.31 and
 * 1.0, cli/validations/postgres). What a URL leaves out is taken from PG* variables, and is libpq's default else.
 * @throws GuardError `no-credentials` where they name no database, `cannot-connect` for a URL that is none
 */
export function placeOf(credentials: Readonly<Record<string, unknown>>, variables: Variables): Place {
  const { url } = credentials;
  const stated = typeof url === 'string' && url !== '' ? parsed(url) : fieldsOf(credentials);
  const { ssl, mode, ...fields } = stated;
  const user = fields.user || variables['PGUSER'] || variables['USER'] || 'postgres';
  const host = fields.host || variables['PGHOST'] || 'localhost';
  const port = Number(fields.port || variables['PGPORT'] || 5432);
  const database = fields.database || variables['PGDATABASE'] || user;
  const password = fields.password || variables['PGPASSWORD'];
  const options = fields.options || variables['PGOPTIONS'];
  const tls = mode ?? (ssl === undefined ? variables['PGSSLMODE'] : undefined);
  return {
    config: {
      ...{ user, host, port, database, application_name: 'drizzle-guard' },
      ...(password === undefined ? {} : { password }),
      ...(options ? { options } : {}),
      ssl: ssl ?? tlsOf(tls),
    },
    isTlsOptional: tls === 'prefer' || tls === 'allow',
    description: `postgres ${host.startsWith('/') ? host : `${host.includes(':') ? `[${host}]` : host}:${port}`}/${database}`,
    isLocal: host.startsWith('/') || /^(localhost|127(\.\d+){3}|::1)$/.test(host),
  };
}

interface Stated {
  user?: string | undefined;
  password?: string | undefined;
  host?: string | undefined;
  port?: string | number | undefined;
  database?: string | undefined;
  /** For the server: "-c search_path=shop". */
  options?: string | undefined;
  ssl?: ClientConfig['ssl'];
  /** libpq's sslmode. */
  mode?: string | undefined;
}

/** @throws GuardError without the text, which holds a password */
function parsed(url: string): Stated {
  if (!/^postgres(ql)?:\/\/|^socket:|^\//.test(url))
    throw new GuardError(
      'cannot-connect',
      `the connection given for Postgres is no postgres:// URL`,
      'correct dbCredentials.url of the drizzle config, or the variable that it reads; nothing was done',
    );
  try {
    if (hasUnescapedPassword(url)) throw new Error('its password ends the address');
    const { ssl, sslmode, ...fields } = parse(url, { useLibpqCompat: true });
    const mode = typeof sslmode === 'string' ? sslmode : undefined;
    // Words that libpq's reading leaves at "verify": pg's own, and libpq's for TLS that is optional.
    if (typeof ssl === 'object' && /^(no-verify|allow)$/.test(mode ?? '')) ssl.rejectUnauthorized = false;
    return {
      ...{ user: fields.user, password: fields.password, host: fields.host ?? undefined },
      ...{ port: fields.port ?? undefined, database: fields.database ?? undefined, mode },
      ...(typeof fields['options'] === 'string' ? { options: fields['options'] } : {}),
      ...(ssl === undefined || typeof ssl === 'string' ? {} : { ssl: ssl as ClientConfig['ssl'] }),
    };
  } catch (thrown) {
    throw new GuardError(
      'cannot-connect',
      `the URL of the Postgres database cannot be read: ${wordsOf(thrown).replaceAll(url, '…')}`,
      'correct it (special characters of a password are written as in encodeURIComponent); nothing was done',
    );
  }
}

function fieldsOf(credentials: Readonly<Record<string, unknown>>): Stated {
  const text = (name: string) => {
    const value = credentials[name];
    return (typeof value === 'string' && value !== '') || typeof value === 'number'
      ? String(value)
      : undefined;
  };
  const { ssl } = credentials;
  // A variable that is not set gives such credentials, and libpq's defaults would be somebody else's database.
  if (text('host') === undefined || text('database') === undefined)
    throw new GuardError(
      'no-credentials',
      'the drizzle config names no database: dbCredentials has neither url nor host and database',
      'give them in the drizzle config, or set the variables that it reads; nothing was done',
    );
  return {
    ...{ user: text('user'), password: text('password'), host: text('host') },
    ...{ port: text('port'), database: text('database') },
    ...(typeof ssl === 'string' ? { mode: ssl } : {}),
    ...(typeof ssl === 'boolean' || (typeof ssl === 'object' && ssl !== null) ? { ssl } : {}),
  };
}

/** libpq's meaning: "require" encrypts and does not look at the certificate. */
function tlsOf(mode: string | undefined): ClientConfig['ssl'] {
  if (mode === undefined || mode === 'disable') return false;
  return mode === 'verify-full' || mode === 'verify-ca' ? true : { rejectUnauthorized: false };
}

import type { ConnectionOptions } from 'mysql2/promise';
import { GuardError } from '../../errors/guard-error';
import { hasUnescapedPassword } from '../unescaped-password';

/** Where a server of MySQL or MariaDB is, and how it is spoken to. */
export interface Place {
  config: ConnectionOptions;
  database: string;
  /** For people: "mysql db.example.com:3306/shop". */
  description: string;
  isLocal: boolean;
}

/**
 * A drizzle config's credentials: `url`, or `host`, `port`, `user`, `password`, `database` and `ssl` (drizzle-kit 0.31 and
 * 1.0, cli/validations/mysql).
 * @throws GuardError `no-credentials` where they name no database, `cannot-connect` for a URL that is none
 */
export function placeOf(credentials: Readonly<Record<string, unknown>>): Place {
  const { url } = credentials;
  const { ssl, ...stated } = typeof url === 'string' && url !== '' ? parsed(url) : fieldsOf(credentials);
  const { database, socketPath, host = 'localhost', port = 3306 } = stated;
  if (database === undefined || database === '') throw namesNone();
  const server = socketPath ?? `${host.includes(':') ? `[${host}]` : host}:${port}`;
  return {
    config: { ...stated, host, port, ...(ssl === undefined ? {} : { ssl }) },
    database,
    description: `mysql ${server}/${database}`,
    isLocal: socketPath !== undefined || /^(localhost|127(\.\d+){3}|::1)$/i.test(host),
  };
}

/**
 * A server alone: what its URL says of a database is left out.
 * @param description for people
 * @throws GuardError `cannot-connect` for a URL that is none
 */
export function serverPlaceOf(url: string, description: (server: string) => string): Place {
  const { database: _, ...stated } = parsed(url);
  const place = placeOf({ ...stated, database: 'none' });
  const { database: __, ...config } = { ...place.config, ...stated };
  return {
    ...place,
    config,
    database: '',
    description: description(place.description.replace(/\/none$/, '')),
  };
}

type Stated = Pick<
  ConnectionOptions,
  'user' | 'password' | 'host' | 'port' | 'database' | 'socketPath' | 'ssl' | 'charset' | 'multipleStatements'
>;

/** @throws GuardError without the text, which holds a password */
function parsed(url: string): Stated {
  if (!/^(mysql|mariadb):\/\//i.test(url))
    throw new GuardError(
      'cannot-connect',
      'the connection given for MySQL is no mysql:// URL',
      'correct dbCredentials.url of the drizzle config, or the variable that it reads; nothing was done',
    );
  try {
    if (hasUnescapedPassword(url)) throw new Error('its password ends the address');
    const { hostname, port, username, password, pathname, searchParams } = new URL(url);
    const asked = (name: string) => searchParams.get(name) ?? undefined;
    const [socketPath, charset] = [asked('socketPath'), asked('charset')];
    const ssl = tlsIn(searchParams);
    return {
      host: decodeURIComponent(hostname).replace(/^\[(.*)\]$/, '$1') || 'localhost',
      ...(port === '' ? {} : { port: Number(port) }),
      ...(username === '' ? {} : { user: decodeURIComponent(username) }),
      ...(password === '' ? {} : { password: decodeURIComponent(password) }),
      database: decodeURIComponent(pathname.split('/').at(-1) ?? ''),
      ...(socketPath === undefined ? {} : { socketPath }),
      ...(charset === undefined ? {} : { charset }),
      ...(asked('multipleStatements') === 'true' ? { multipleStatements: true } : {}),
      ...(ssl === undefined ? {} : { ssl }),
    };
  } catch {
    throw new GuardError(
      'cannot-connect',
      'the URL of the MySQL database cannot be read',
      'correct it (special characters of a password are written as in encodeURIComponent); nothing was done',
    );
  }
}

/** mysql2 takes `ssl` as JSON, or the name of a profile; the server's own programs, and hosters, write `ssl-mode`. */
function tlsIn(asked: URLSearchParams): ConnectionOptions['ssl'] {
  const stated = asked.get('ssl');
  if (stated !== null && stated !== '') {
    if (/^\s*\{/.test(stated)) return JSON.parse(stated) as Exclude<ConnectionOptions['ssl'], string>;
    return tlsNamed(stated);
  }
  const mode = (asked.get('ssl-mode') ?? asked.get('sslmode') ?? '').toLowerCase().replaceAll('_', '-');
  if (/^verify/.test(mode) || asked.get('sslaccept') === 'strict') return {};
  return /^require/.test(mode) ? { rejectUnauthorized: false } : undefined;
}

function tlsNamed(text: string): ConnectionOptions['ssl'] {
  if (/^(true|1)$/.test(text)) return {};
  return /^(false|0)$/.test(text) ? undefined : text;
}

function fieldsOf(credentials: Readonly<Record<string, unknown>>): Stated {
  const text = (name: string) => {
    const value = credentials[name];
    return (typeof value === 'string' && value !== '') || typeof value === 'number'
      ? String(value)
      : undefined;
  };
  const [host, database, socketPath] = [text('host'), text('database'), text('socketPath')];
  // A variable that is not set gives such credentials, and the driver's defaults would be somebody else's database.
  if ((host ?? socketPath) === undefined || database === undefined) throw namesNone();
  const { ssl } = credentials;
  const tls =
    typeof ssl === 'object' && ssl !== null
      ? (ssl as Exclude<ConnectionOptions['ssl'], string>)
      : ssl === undefined || ssl === null
        ? undefined
        : tlsNamed(String(ssl as string | boolean));
  const [user, password, port] = [text('user'), text('password'), text('port')];
  return {
    ...{ host: host ?? 'localhost', database },
    ...(socketPath === undefined ? {} : { socketPath }),
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { password }),
    ...(port === undefined ? {} : { port: Number(port) }),
    ...(tls === undefined ? {} : { ssl: tls }),
  };
}

function namesNone(): GuardError {
  return new GuardError(
    'no-credentials',
    'the drizzle config names no database: dbCredentials has neither a url with one nor host and database',
    'give them in the drizzle config, or set the variables that it reads; nothing was done',
  );
}

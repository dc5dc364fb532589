import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { rootCertificates } from 'node:tls';
import type { Place } from '../../engines/postgres/credentials';
import { offlineEnvironment } from '../../process/variables';

/** What of the environment finds a password where the connection has none, as it does for the driver. */
const KEPT = ['PGPASSFILE'];

interface Tls {
  rejectUnauthorized?: unknown;
  ca?: unknown;
  cert?: unknown;
  key?: unknown;
  checkServerIdentity?: unknown;
}

/**
 * Hands what a program of Postgres' needs to connect: in its environment, which no other user sees, and never in its
 * arguments. No other variable of Postgres' is left, which could lead it to another server. Certificates lie in a folder
 * for this user alone, until the work is done.
 */
export async function withVariables<T>(
  { config, isTlsOptional }: Place,
  environment: NodeJS.ProcessEnv,
  work: (variables: NodeJS.ProcessEnv) => Promise<T>,
): Promise<T> {
  const variables: NodeJS.ProcessEnv = {
    ...offlineEnvironment(environment),
    ...Object.fromEntries(KEPT.flatMap((name) => (environment[name] ? [[name, environment[name]]] : []))),
    PGHOST: config.host,
    PGPORT: String(config.port),
    PGUSER: config.user,
    PGDATABASE: config.database,
    PGAPPNAME: 'drizzle-guard',
    PGCONNECT_TIMEOUT: '10',
    ...(typeof config.password === 'string' ? { PGPASSWORD: config.password } : {}),
  };
  const { ssl } = config;
  if (isTlsOptional || ssl === false || ssl === undefined)
    return work({ ...variables, PGSSLMODE: isTlsOptional ? 'prefer' : 'disable' });
  const folder = mkdtempSync(path.join(os.tmpdir(), 'drizzle-guard-tls-'));
  try {
    return await work({ ...variables, ...tlsVariables(ssl === true ? {} : (ssl as Tls), folder) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** As the driver looks at the server's certificate, so does libpq: by Node's list of authorities where none is given. */
export function tlsVariables(
  { rejectUnauthorized, ca, cert, key, checkServerIdentity }: Tls,
  folder: string,
): NodeJS.ProcessEnv {
  const file = (name: string, content: unknown) => {
    const at = path.join(folder, name);
    writeFileSync(at, Array.isArray(content) ? content.join('\n') : (content as string | Buffer), {
      mode: 0o600,
    });
    return at;
  };
  const own = {
    ...(cert === undefined ? {} : { PGSSLCERT: file('client.crt', cert) }),
    ...(key === undefined ? {} : { PGSSLKEY: file('client.key', key) }),
  };
  // Not there: with a list of authorities `require` would look at the certificate.
  if (rejectUnauthorized === false)
    return { ...own, PGSSLMODE: 'require', PGSSLROOTCERT: path.join(folder, 'none.crt') };
  return {
    ...own,
    PGSSLMODE: checkServerIdentity === undefined ? 'verify-full' : 'verify-ca',
    PGSSLROOTCERT: file('root.crt', ca ?? rootCertificates),
  };
}

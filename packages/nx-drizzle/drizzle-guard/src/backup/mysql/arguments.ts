import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Place } from '../../engines/mysql/credentials';
import { offlineEnvironment } from '../../process/variables';

interface Tls {
  rejectUnauthorized?: unknown;
  ca?: unknown;
  cert?: unknown;
  key?: unknown;
}

export interface Call {
  /** To stand first: no option file of the user's names another server. */
  args: string[];
  env: NodeJS.ProcessEnv;
}

/**
 * Hands what a program of MySQL's or MariaDB's needs to connect. The password is in its environment, which no other user
 * sees and which nothing is left of when it is killed. Certificates lie in a folder for this user alone until the work
 * is done.
 */
export async function withCall<T>(
  place: Place,
  isMariadb: boolean,
  environment: NodeJS.ProcessEnv,
  work: (call: Call) => Promise<T>,
): Promise<T> {
  const { user, password, host, port, socketPath } = place.config;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'drizzle-guard-tls-'));
  try {
    return await work({
      args: [
        '--no-defaults',
        ...(user === undefined ? [] : [`--user=${user}`]),
        ...(socketPath === undefined
          ? [`--host=${host}`, `--port=${port}`, '--protocol=TCP']
          : [`--socket=${socketPath}`]),
        '--default-character-set=utf8mb4',
        ...tlsArguments(place.config.ssl as Tls | string | undefined, isMariadb, folder),
      ],
      env: {
        ...offlineEnvironment(environment),
        ...(typeof password === 'string' && password !== '' ? { MYSQL_PWD: password } : {}),
      },
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The two families say it in words of their own. */
export function tlsArguments(tls: Tls | string | undefined, isMariadb: boolean, folder: string): string[] {
  // Without TLS MySQL's own password exchange wants the server's key.
  if (tls === undefined)
    return isMariadb ? ['--skip-ssl'] : ['--ssl-mode=PREFERRED', '--get-server-public-key'];
  const { rejectUnauthorized, ca, cert, key } = typeof tls === 'string' ? {} : tls;
  const file = (option: string, content: unknown) => {
    if (content === undefined) return [];
    const at = path.join(folder, `${option}.pem`);
    writeFileSync(at, Array.isArray(content) ? content.join('\n') : (content as string | Buffer), {
      mode: 0o600,
    });
    return [`--${option}=${at}`];
  };
  const isVerified = rejectUnauthorized !== false;
  return [
    ...(isMariadb
      ? ['--ssl', isVerified ? '--ssl-verify-server-cert' : '--skip-ssl-verify-server-cert']
      : [`--ssl-mode=${isVerified && ca !== undefined ? 'VERIFY_IDENTITY' : 'REQUIRED'}`]),
    ...(isVerified ? file('ssl-ca', ca) : []),
    ...file('ssl-cert', cert),
    ...file('ssl-key', key),
  ];
}

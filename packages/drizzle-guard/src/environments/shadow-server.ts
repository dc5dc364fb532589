import { shadowServer, type ShadowServer } from '../engines/shadow/server';
import { wordsOf } from '../errors/words-of';
import { GuardError } from '../errors/guard-error';
import { environmentWithoutGit } from '../process/variables';
import type { Configuration } from '../workspace/configuration';
import type { Database } from '../workspace/discover';
import { requestFor, withEnvFiles } from './env-files';

/** Who asks for a shadow. */
export interface Asking {
  /** The command's name, for Nx's `.env.<target>` files. */
  command: string;
  /** Whether no other machine may be spoken to. */
  onlyLocal: boolean;
}

/**
 * The scratch server that is configured for a database; its variable is found where those of environments are.
 * @returns why it cannot be used, in words, where that is so; null where none is configured, or one of another dialect
 */
export function shadowServerOf(
  { root, configuration }: { root: string; configuration: Configuration },
  database: Pick<Database, 'name' | 'dir' | 'packageName' | 'bare'>,
  dialect: string | null,
  { command, onlyLocal }: Asking,
): ShadowServer | string | null {
  const entry = configuration.databases[database.name];
  const urlEnv = ((entry || undefined)?.shadow ?? configuration.shadow)?.urlEnv;
  if (urlEnv === undefined || (dialect !== 'postgresql' && dialect !== 'mysql')) return null;
  const own = environmentWithoutGit(process.env);
  const variables = withEnvFiles(own, requestFor(root, database, command, null));
  const url = variables[urlEnv];
  if (!url)
    return `the variable ${urlEnv}, which names the shadow's server in drizzle-guard.json, is not set`;
  try {
    const server = shadowServer(url, urlEnv, variables);
    if (server?.dialect !== dialect)
      return `the variable ${urlEnv} holds no URL of a ${KINDS[dialect]} server`;
    if (onlyLocal && !server.place.isLocal)
      return `${server.place.description} is not on this machine, and a hook speaks to no other`;
    return server;
  } catch (thrown) {
    if (!(thrown instanceof GuardError)) throw thrown;
    return wordsOf(thrown);
  }
}

const KINDS = { postgresql: 'Postgres', mysql: 'MySQL' };

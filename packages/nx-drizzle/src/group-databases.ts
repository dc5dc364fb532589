import { posix } from 'node:path';
import { compareConfigFiles, parseConfigFileName } from 'drizzle-guard/targets';

/** One database: the config that describes it, whatever environments lie beside that. */
export type Database = { readonly configFile: string };

/**
 * Tells databases from environments. Configs of one folder that differ by their environment alone are one database;
 * it is described by the config without an environment, else by the first in the alphabet.
 *
 * @param configFiles paths of drizzle configs, with `/`
 * @returns the databases, in the same order whatever that of the paths
 */
export function groupDatabases(configFiles: readonly string[]): Database[] {
  const databases = new Map<string, { configFile: string; environment: string | null }>();
  for (const configFile of [...configFiles].sort(compareConfigFiles)) {
    const name = parseConfigFileName(posix.basename(configFile));
    if (name === null) continue;
    const key = `${posix.dirname(configFile)}/${name.infix}`;
    const known = databases.get(key);
    if (known === undefined || (known.environment !== null && name.environment === null)) {
      databases.set(key, { configFile, environment: name.environment });
    }
  }
  return [...databases.values()].map(({ configFile }) => ({ configFile }));
}

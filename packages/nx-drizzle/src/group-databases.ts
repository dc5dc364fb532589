import { posix } from 'node:path';
import { compareConfigFiles, parseConfigFileName, stemOf } from 'drizzle-guard/targets';

/** One database: the config that describes it, whatever environments lie beside that. */
export type Database = { readonly configFile: string };

/**
 * Tells databases from environments. Configs of one folder that differ by their environment alone are one database;
 * it is described by the config without an environment, else by the first in the alphabet. Two without an environment
 * that spell one infix otherwise are two.
 *
 * @param configFiles paths of drizzle configs, with `/`
 * @returns the databases, in the same order whatever that of the paths
 */
export function groupDatabases(configFiles: readonly string[]): Database[] {
  const groups = new Map<string, { own: string[]; environment: string }>();
  for (const configFile of [...configFiles].sort(compareConfigFiles)) {
    const name = parseConfigFileName(posix.basename(configFile));
    if (name === null) continue;
    const key = `${posix.dirname(configFile)}/${name.infix}`;
    const group = groups.get(key) ?? { own: [], environment: configFile };
    groups.set(key, group);
    if (name.environment === null && !group.own.some((one) => stemOf(one) === stemOf(configFile)))
      group.own.push(configFile);
  }
  return [...groups.values()].flatMap(({ own, environment }) =>
    (own.length > 0 ? own : [environment]).map((configFile) => ({ configFile })),
  );
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ConnectionSource } from './resolve-target';
import type { Settings } from '../schema/settings';

/** A drizzle config that drizzle-kit is run with. */
export interface KitConfig {
  /** From where drizzle-kit is run. */
  file: string;
  /** To be called when drizzle-kit has ended. */
  remove(): void;
}

/** What stands in place of the config's own; paths count from where drizzle-kit is run. */
export interface Instead {
  out?: string;
}

/** What is given back to drizzle-kit before it reads a config: names and values, null for what was not set. */
export const GIVEN_BACK = 'DRIZZLE_GUARD_GIVEN_BACK';

const GIVING_BACK = `const given = JSON.parse(process.env.${GIVEN_BACK} ?? '{}');
for (const [name, value] of Object.entries(given))
  value === null ? delete process.env[name] : (process.env[name] = value);
delete process.env.${GIVEN_BACK};
`;

/**
 * The drizzle config of an environment: the user's own, or one for this run that takes everything from it but the
 * connection, whose variable it names. No secret is written anywhere.
 *
 * @param root absolute
 * @param givesBack whether it begins with giving back what GIVEN_BACK holds
 */
export function kitConfigFor(
  root: string,
  settings: Settings,
  { configFile, urlEnv }: ConnectionSource,
  instead: Instead = {},
  givesBack = false,
): KitConfig {
  const cwd = path.join(root, settings.cwd);
  if (configFile !== null && urlEnv === null && Object.keys(instead).length === 0 && !givesBack)
    return { file: path.relative(cwd, path.join(root, configFile)), remove: () => undefined };
  const folder = mkdtempSync(path.join(os.tmpdir(), 'drizzle-guard-config-'));
  const file = path.join(folder, 'drizzle.config.ts');
  const own = configFile === null ? null : path.join(root, configFile);
  if (givesBack) writeFileSync(path.join(folder, 'given-back.ts'), GIVING_BACK);
  const lines = [
    ...(givesBack ? ["import './given-back';"] : []),
    ...(own === null ? [] : [`import own from ${JSON.stringify(own)};`]),
    `export default ${own === null ? objectOf(settings) : `Object.assign({}, own, ${JSON.stringify(instead)}, ${connectionOf(urlEnv)})`};`,
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  return { file: path.relative(cwd, file), remove: () => rmSync(folder, { recursive: true, force: true }) };

  /** Of a database that drizzle-guard.json states. */
  function objectOf({ dialect, driver, schema, out, casing }: Settings): string {
    const from = (place: string) =>
      `./${path.posix.relative(settings.cwd === '.' ? '' : settings.cwd, place)}`;
    const more = { ...(driver === null ? {} : { driver }), ...(casing === null ? {} : { casing }) };
    const stated = { dialect, schema, out: from(out), ...more, ...instead };
    return `Object.assign(${JSON.stringify(stated)}, ${connectionOf(urlEnv)})`;
  }
}

function connectionOf(urlEnv: string | null): string {
  return urlEnv === null ? '{}' : `{ dbCredentials: { url: process.env[${JSON.stringify(urlEnv)}] } }`;
}

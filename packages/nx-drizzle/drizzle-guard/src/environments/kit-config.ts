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

/**
 * The drizzle config of an environment: the user's own, or one for this run that takes everything from it but the
 * connection, whose variable it names. No secret is written anywhere.
 *
 * @param root absolute
 */
export function kitConfigFor(
  root: string,
  settings: Settings,
  { configFile, urlEnv }: ConnectionSource,
  instead: Instead = {},
): KitConfig {
  const cwd = path.join(root, settings.cwd);
  if (configFile !== null && urlEnv === null && Object.keys(instead).length === 0)
    return { file: path.relative(cwd, path.join(root, configFile)), remove: () => undefined };
  const folder = mkdtempSync(path.join(os.tmpdir(), 'drizzle-guard-config-'));
  const file = path.join(folder, 'drizzle.config.ts');
  const own = configFile === null ? null : path.join(root, configFile);
  const lines = [
    ...(own === null ? [] : [`import own from ${JSON.stringify(own)};`]),
    `export default ${own === null ? objectOf(settings) : `Object.assign({}, own, ${JSON.stringify(instead)}, ${connectionOf(urlEnv)})`};`,
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  return { file: path.relative(cwd, file), remove: () => rmSync(folder, { recursive: true, force: true }) };

  /** Of a database that drizzle-guard.json states. */
  function objectOf({ dialect, schema, out, casing }: Settings): string {
    const from = (place: string) =>
      `./${path.posix.relative(settings.cwd === '.' ? '' : settings.cwd, place)}`;
    const stated = { dialect, schema, out: from(out), ...(casing === null ? {} : { casing }), ...instead };
    return `Object.assign(${JSON.stringify(stated)}, ${connectionOf(urlEnv)})`;
  }
}

function connectionOf(urlEnv: string | null): string {
  return urlEnv === null ? '{}' : `{ dbCredentials: { url: process.env[${JSON.stringify(urlEnv)}] } }`;
}

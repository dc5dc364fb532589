import { readJson } from './read-json';

/**
 * Lists the scripts that Nx makes targets of: those of `nx.includedScripts`, else all.
 *
 * @param file the absolute path of a package.json, which may be absent
 */
export function readScripts(file: string): string[] {
  const manifest = readJson(file);
  const scripts = Object.keys((manifest?.['scripts'] as object | undefined) ?? {});
  const included = (manifest?.['nx'] as { includedScripts?: unknown } | undefined)?.includedScripts;
  return Array.isArray(included) ? scripts.filter((script) => included.includes(script)) : scripts;
}

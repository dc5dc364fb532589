/** The words that mark a config file as an environment of its neighbour instead of a database of its own. */
const ENVIRONMENTS = new Set([
  'dev',
  'development',
  'local',
  'test',
  'staging',
  'stage',
  'preview',
  'prod',
  'production',
]);

const CONFIG_FILE = /^drizzle(?:[.-].+)?\.config(?:\..+)?\.(?:ts|mts|cts|js|mjs|cjs|json)$/;
const DECLARATION_FILE = /\.d\.[mc]?ts$/;

/**
 * Reads the name of a drizzle config: `drizzle.pg.config.ts`, `drizzle-dev.config.ts`, `drizzle.config.prod.json`.
 *
 * @param fileName the last part of the path
 * @returns `infix`, what distinguishes one database of a folder from another ('' for the only one), and
 * `environment`, the environment that the file describes (null for the database itself);
 * null where the name is not that of a drizzle config
 */
export function parseConfigFileName(fileName: string): { infix: string; environment: string | null } | null {
  if (!CONFIG_FILE.test(fileName) || DECLARATION_FILE.test(fileName)) return null;
  const words = fileName
    .replace(/\.[^.]+$/, '')
    .split(/[.-]/)
    .filter((word) => word !== '' && word !== 'drizzle' && word !== 'config');
  const environments = words.filter((word) => ENVIRONMENTS.has(word));
  return {
    infix: words.filter((word) => !ENVIRONMENTS.has(word)).join('-'),
    environment: environments.length > 0 ? environments.join('-') : null,
  };
}

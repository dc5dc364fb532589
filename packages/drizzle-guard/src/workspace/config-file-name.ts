/** Infixes that name an environment of the neighbouring database, and the environment each one means (design.md). */
const ENVIRONMENT_OF: Readonly<Record<string, string>> = {
  dev: 'development',
  development: 'development',
  local: 'development',
  test: 'test',
  stage: 'staging',
  staging: 'staging',
  preview: 'preview',
  prod: 'production',
  production: 'production',
};

const CONFIG_FILE = /^drizzle(?:[.-](.+?))?\.config(?:\.(.+?))?\.(?:[mc]?[tj]s|json)$/;
const DECLARATION_FILE = /\.d\.[mc]?ts$/;

/**
 * What a file name says of a drizzle config, or null where it is none:
 * `drizzle.config.*`, `drizzle.*.config.*` and `drizzle-*.config.*` are.
 *
 * @returns infix what tells several databases of one package apart (`pg` in `drizzle.pg.config.ts`), "" without one;
 *   environment the environment whose connection the file holds (`production` for `drizzle.config.prod.ts`), or null
 */
export function parseConfigFileName(fileName: string): { infix: string; environment: string | null } | null {
  const match = CONFIG_FILE.exec(fileName);
  if (!match || DECLARATION_FILE.test(fileName)) return null;
  const words = `${match[1] ?? ''}.${match[2] ?? ''}`.split(/[.-]/).filter((word) => word !== '');
  const isEnvironment = (word: string) => Object.hasOwn(ENVIRONMENT_OF, word);
  // `dev.local` is one environment in two words, and no database.
  const environment = words.find(isEnvironment);
  return {
    infix: words.filter((word) => !isEnvironment(word)).join('-'),
    environment: environment === undefined ? null : ENVIRONMENT_OF[environment]!,
  };
}

/** As drizzle-kit prefers them: what a compiler put beside a config is not the config. */
const ENDINGS = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs', 'json'];

/** Orders paths of configs: by what they are called, and of those called alike the one first that drizzle-kit takes. */
export function compareConfigFiles(one: string, other: string): number {
  const [here, there] = [stemOf(one), stemOf(other)];
  if (here !== there) return here < there ? -1 : 1;
  const rank = (path: string) => ENDINGS.indexOf(path.slice(here.length + 1));
  return rank(one) - rank(other);
}

/** A path without its ending. */
export function stemOf(path: string): string {
  return path.slice(0, path.lastIndexOf('.'));
}

import { execFileSync } from 'node:child_process';
import { cleanEnvironment, pgliteConfig, withWorkspace, type Workspace } from 'testkit';

/** A workspace that is a git repository of its own, away from this machine's settings of git. */
export interface Repository extends Workspace {
  /** Runs git there and returns what it printed, without the last line break. */
  git(...words: string[]): string;
}

/** No settings of the user's or the machine's. */
const NOBODY = { HOME: '/nonexistent', XDG_CONFIG_HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1' };

/** Makes a repository of these files with one commit on main, hands it to `use`, and removes it. */
export async function withRepository(
  files: Readonly<Record<string, string>>,
  use: (repository: Repository) => Promise<void> | void,
): Promise<void> {
  await withWorkspace({ '.gitignore': 'node_modules\n', ...files }, async (workspace) => {
    const git = (...words: string[]) =>
      execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@localhost', ...words], {
        cwd: workspace.dir,
        env: { ...cleanEnvironment(), ...NOBODY } as NodeJS.ProcessEnv,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      }).replace(/\n$/, '');
    git('init', '--quiet', '--initial-branch', 'main');
    git('add', '.');
    git('commit', '--quiet', '--no-verify', '--message', 'start');
    const bin: Workspace['bin'] = (args, options = {}) =>
      workspace.bin(args, { ...options, env: { ...NOBODY, ...options.env } });
    await use({ ...workspace, git, bin });
  });
}

/** A package with a drizzle config on PGlite, a schema of one table, and its migration. */
export function databasePackage(dir: string, name: string): Record<string, string> {
  return {
    [`${dir}/package.json`]: JSON.stringify({ name }),
    [`${dir}/drizzle.config.ts`]: pgliteConfig(),
    [`${dir}/schema.ts`]: `import { integer, pgTable } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: integer().primaryKey() });
`,
  };
}

/** Everything that is, or could be, committed: path → text. */
export function contentsOf(repository: Repository): Record<string, string> {
  const files = repository
    .git('ls-files', '-z', '--cached', '--others', '--exclude=node_modules')
    .split('\0');
  const own = files.filter((file) => file !== '' && file !== 'node_modules');
  return Object.fromEntries(own.map((file) => [file, repository.read(file)]));
}

/** A package.json to be added to. */
export const MANIFEST = { 'package.json': '{\n  "name": "app",\n  "private": true\n}\n' };

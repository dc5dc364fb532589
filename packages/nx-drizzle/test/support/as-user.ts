import { execFileSync, spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** As a user would have it: nothing of the npm, nx or git around these tests. */
const environment = {
  ...Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(GIT_|NX_|npm_(?!config_)|VITEST|NODE_OPTIONS$|CI$|DRIZZLE_GUARD_)/i.test(name),
    ),
  ),
  NX_DAEMON: 'false',
  NX_TUI: 'false',
  GIT_CONFIG_GLOBAL: path.join(tmpdir(), 'no-such-gitconfig'),
  ...{ GIT_AUTHOR_NAME: 'Test', GIT_AUTHOR_EMAIL: 'test@localhost' },
  ...{ GIT_COMMITTER_NAME: 'Test', GIT_COMMITTER_EMAIL: 'test@localhost' },
  npm_config_audit: 'false',
  npm_config_fund: 'false',
};

/**
 * Runs a program in a folder.
 *
 * @returns what it wrote on stdout
 * @throws Error where it does not end with 0
 */
export function asUser(cwd: string, command: string, ...words: string[]): string {
  return execFileSync(command, words, {
    cwd,
    env: environment,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
}

/** Types a line into a shell. */
export function typeAsUser(cwd: string, line: string): { exitCode: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(line, {
    cwd,
    env: environment,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: true,
  });
  return { exitCode: status, output: stdout + stderr };
}

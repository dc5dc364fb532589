import { spawnSync } from 'node:child_process';
import path from 'node:path';
import type { GitRun, Repository } from 'testkit';
import { expect } from 'vitest';

/** What is typed of an advice: nothing but commands, each alone on its line. */
const COMMAND = /^(?:cd|echo|git|mv|npm install|npx drizzle-(?:guard|kit))(?: [^#]*)?$/;

/** The lines that were printed under `next:`, of all databases. Each has to be one command, in any shell. */
export function typedIn(printed: string): string[] {
  const steps: string[] = [];
  let depth: number | null = null;
  for (const line of printed.split('\n')) {
    const indent = line.length - line.trimStart().length;
    if (depth !== null && indent > depth) steps.push(line.trim());
    else depth = line.trim() === 'next:' ? indent : null;
  }
  for (const step of steps) {
    expect(step).toMatch(COMMAND);
    expect(step).not.toMatch(/&&|;/);
  }
  return steps;
}

/** npx takes half a second to find the program that lies first in PATH here. */
const NPX = 'npx() { "$@"; }';

interface Typed {
  exitCode: number;
  output: string;
}

/** Types these commands one after another, like somebody who copies each line; stops where one fails. */
export function type({ dir, env }: Repository, steps: readonly string[]): Typed {
  if (steps.length === 0) return { exitCode: 1, output: 'there is nothing to type' };
  const { status, stdout, stderr } = spawnSync('sh', ['-e', '-c', [NPX, ...steps].join('\n')], {
    cwd: dir,
    env: { ...env, PATH: `${path.join(dir, 'node_modules/.bin')}:${process.env['PATH']}` },
    encoding: 'utf8',
  });
  return { exitCode: status ?? 1, output: stdout + stderr };
}

/** Types what was printed under `next:`; where rebase refuses to move something, what that prints in its place. */
export function followAdvice(repository: Repository, { stderr }: Pick<GitRun, 'stderr'>): Typed {
  const typed = type(repository, typedIn(stderr));
  const isRefused = typed.exitCode !== 0 && typed.output.includes('error[rebase-refused]');
  return isRefused ? type(repository, typedIn(typed.output)) : typed;
}

/** The migrations of the journal that come after those of the fixture. */
export function tagsOf({ read }: Repository): string[] {
  const { entries } = JSON.parse(read('db/drizzle/meta/_journal.json')) as { entries: { tag: string }[] };
  return entries.slice(3).map(({ tag }) => tag);
}

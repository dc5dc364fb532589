import { drizzleConfig, type Repository } from 'testkit';
import { expect, test } from 'vitest';
import { fork, MINE, steps, THEIRS, withDb } from '../hooks/fixtures';
import { everythingIn } from './killed';

type Files = Record<string, string>;

/** The same package beside it. */
function second(files: Files): Files {
  const moved = Object.entries(files).map(([file, text]) => [
    file.replace(/^db\//, 'db2/'),
    text.replace('"name": "db"', '"name": "db2"'),
  ]);
  return Object.fromEntries(moved) as Files;
}

/** A config that does this once the other package has its new migration. */
const configBeside = (other: string, what: string): string =>
  `import { existsSync } from 'node:fs';
if (existsSync(new URL('../${other}/drizzle/0004_title.sql', import.meta.url))) ${what};
${drizzleConfig({ dialect: 'postgresql', schema: './src/schema.ts' })}`;

/** Two databases that both have to be generated anew; of the one that comes second the config does this. */
function withTwo(what: string, use: (repository: Repository) => void): Promise<void> {
  return withDb((repository) => {
    const files = repository.prepare('ls-files', 'db').split('\n');
    const read = Object.fromEntries(files.map((file) => [file, repository.read(file)]));
    repository.commit('Second', {
      ...second(read),
      'db/drizzle.config.ts': configBeside('db2', what),
      'db2/drizzle.config.ts': configBeside('db', what),
    });
    const both = (files: Files): Files => ({ ...files, ...second(files) });
    fork(repository, both(steps(MINE)), both(steps(THEIRS)));
    use(repository);
  });
}

const regenerate = (repository: Repository, ...more: string[]) =>
  repository.bin(['rebase', '--onto', 'main', '--regenerate', ...more], { env: repository.env });

test('what was generated for one is taken back where nothing is for another', () =>
  withTwo("throw new Error('not now')", (repository) => {
    const before = everythingIn(repository);
    const run = regenerate(repository);
    expect([run.exitCode, run.stdout + run.stderr]).toEqual([2, expect.stringContaining('not now')]);
    expect(everythingIn(repository)).toEqual(before);
    // Merged already.
    repository.prepare('merge', '--quiet', '--no-verify', '-X', 'ours', '--no-edit', 'main');
    const merged = everythingIn(repository);
    expect(regenerate(repository).exitCode).toBe(2);
    expect(everythingIn(repository)).toEqual(merged);
  }));

import path from 'node:path';
import { emptyPglite, type Repository } from 'testkit';
import { expect } from 'vitest';
import { fork, steps, words, type Step } from './fixtures';

/** With time enough for a busy machine. */
export const APPLY = {
  environments: { development: { applyAfterMerge: true, applyAfterMergeLimit: '5m' } },
};

/** `feat` has these migrations, and main something else; main is checked out. */
export function ahead(repository: Repository, ...given: Step[]): void {
  fork(repository, steps(...given), { 'main/index.ts': 'export {};\n' }, 'main');
}

/** The database of `db` is there, with nothing applied. */
export function madeDatabase({ dir }: Repository): void {
  emptyPglite(path.join(dir, 'db/.pglite'));
}

export function merge(repository: Repository) {
  const run = repository.git(['merge', '--no-edit', 'feat']);
  expect([run.exitCode, run.hooks]).toEqual([0, ['pre-merge-commit', 'post-merge']]);
  return words(run, repository);
}

export function pendingOf(repository: Repository): string[] {
  const { databases } = repository.bin(['status', '--pending', '--json']).json();
  return databases[0].migrations.map(({ migration }: { migration: string }) => migration);
}

import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import type { Repository } from 'testkit';
import { withDb } from './fixtures';

const ATTRIBUTES = { '.gitattributes': 'db*/drizzle/meta/*.json text eol=lf merge=drizzle-guard\n' };

/** The migrations of `forked`, put in order. */
export const MOVED = ['0000_users', '0001_entries', '0002_first_entry', '0003_tag', '0004_title'];

/** A repository with `db` whose hooks settle merges, as `init --on-merge rebase` and an install leave it. */
export function withSettling(
  use: (repository: Repository) => Promise<void> | void,
  more: Record<string, string> = {},
  configuration: object = {},
): Promise<void> {
  return withDb(
    (repository) => {
      const installed = repository.bin(['hook', 'install'], { env: repository.env });
      expect(installed.stderr).toContain('merges of migrations are settled by the hooks (onMerge)');
      return use(repository);
    },
    { ...ATTRIBUTES, ...more },
    // A busy machine takes its time.
    { onMerge: 'rebase', proofLimit: '120s', ...configuration },
  );
}

/** Nothing is left to do: nothing in the work tree, no merge open, and what is committed is green. */
export function expectGreen({ prepare, bin }: Repository, parents: number): void {
  expect(prepare('status', '--porcelain')).toBe('');
  expect(prepare('rev-list', '--parents', '--max-count=1', 'HEAD').split(' ')).toHaveLength(parents + 1);
  expect(() => prepare('rev-parse', '--verify', '--quiet', 'MERGE_HEAD')).toThrow();
  expect(bin(['check'])).toMatchObject({ exitCode: 0 });
}

export function migrationsAt({ prepare }: Repository, commit: string, folder = 'db/drizzle'): string[] {
  const files = prepare('ls-tree', '-r', '--name-only', commit, folder).split('\n');
  return files.filter((file) => file.endsWith('.sql')).map((file) => file.slice(folder.length + 1, -4));
}

/** Puts a script of somebody else's in the place of a hook. */
export function replaceHook({ dir }: Repository, hook: string, script: string): void {
  const file = path.join(path.dirname(dir), 'hooks', hook);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}

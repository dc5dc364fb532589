import type { Repository } from 'testkit';
import { expect } from 'vitest';
import { schemaWith, words } from './fixtures';

/** Changes the schema of `db` and commits that alone: stopped, in words. */
export function forgetMigration(repository: Repository): void {
  repository.write({ 'db/src/schema.ts': schemaWith('tag') });
  const run = repository.git(['commit', '--all', '--message', 'tag']);
  expect([run.exitCode, words(run, repository)]).toMatchInlineSnapshot(`
    [
      1,
      "db
      error[stale-schema] the schema of db has changes that no migration has:
        table entries: column tag is new
        db/src/schema.ts
        help: run \`npx drizzle-guard generate --database db\` and commit the migration with the schema
    drizzle-guard stopped this commit; nothing was recorded.",
    ]
  `);
}

/** Generates a migration and commits it with its schema, through the hooks, which say nothing. */
export function generateAndCommit({ bin, prepare, git }: Repository, name: string): void {
  expect(bin(['generate', '--database', 'db', '--name', name])).toMatchObject({ exitCode: 0 });
  prepare('add', '.');
  expect(git(['commit', '--message', name])).toMatchObject({
    exitCode: 0,
    stderr: '',
    hooks: ['pre-commit', 'post-commit'],
  });
}

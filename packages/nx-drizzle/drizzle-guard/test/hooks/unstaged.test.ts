import { isLong } from 'testkit';
import { expect, test } from 'vitest';
import { type, typedIn } from './advice';
import { schemaWith, withDb, words } from './fixtures';
import { madeByKitOne, withFoldersDb } from './folders-fixtures';

madeByKitOne();

test('what commit --all leaves out of a new migration is to be staged, and generate says so before', () =>
  withDb((repository) => {
    repository.write({ 'db/src/schema.ts': schemaWith('tag') });
    const generated = repository.bin(['generate', '--name', 'tag'], { in: 'db/src' });
    expect(typedIn(generated.stdout)).toEqual(['git add ../drizzle']);
    const run = repository.git(['commit', '--all', '--message', 'Tag']);
    expect(run.exitCode).toBe(1);
    expect(words(run, repository)).toMatchInlineSnapshot(`
      "db
        error[missing-sql] 0003_tag is in the journal, but db/drizzle/0003_tag.sql is not staged
          db/drizzle/meta/_journal.json:26
        error[missing-snapshot] 0003_tag has no snapshot: meta/0003_snapshot.json is not staged
          db/drizzle/meta/_journal.json:26
        there, and not staged: db/drizzle/0003_tag.sql, db/drizzle/meta/0003_snapshot.json; then commit again
        next:
          git add db/drizzle
      drizzle-guard stopped this commit; nothing was recorded."
    `);
    expect(type(repository, typedIn(run.stderr))).toMatchObject({ exitCode: 0 });
    expect(repository.git(['commit', '--all', '--message', 'Tag'])).toMatchObject({ exitCode: 0 });
  }));

test.runIf(isLong)('in the folders layout too, where nothing of it is known to git', () =>
  withFoldersDb((repository) => {
    repository.write({ 'db/src/schema.ts': schemaWith('tag') });
    const generated = repository.bin(['generate', '--name', 'tag']);
    const run = repository.git(['commit', '--all', '--message', 'Tag']);
    expect(run.exitCode).toBe(1);
    expect(run.stderr).not.toContain('help:');
    expect(typedIn(run.stderr)).toEqual(typedIn(generated.stdout));
    expect(type(repository, typedIn(run.stderr))).toMatchObject({ exitCode: 0 });
    expect(repository.git(['commit', '--all', '--message', 'Tag'])).toMatchObject({ exitCode: 0 });
  }),
);

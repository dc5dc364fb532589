import { isLong } from 'testkit';
import { expect, test } from 'vitest';
import { commitWithHooks, head, schemaWith, steps, withDb, words } from './fixtures';

const STALE = { 'db/src/schema.ts': schemaWith('author') };
const NEXT = { tag: '0003_author', column: 'author' };

test('commit: a staged schema without its migration is stopped, in words', async () => {
  await withDb((repository) => {
    const before = head(repository);
    const run = commitWithHooks(repository, STALE, 'More');
    expect([run.exitCode, run.hooks]).toEqual([1, ['pre-commit']]);
    expect(words(run, repository)).toMatchInlineSnapshot(`
      "db
        error[stale-schema] the schema of db has changes that no migration has:
          table entries: column author is new
          db/src/schema.ts
          help: run \`npx drizzle-guard generate --database db\` and commit the migration with the schema
      drizzle-guard stopped this commit; nothing was recorded."
    `);
    expect(head(repository)).toBe(before);
    expect(repository.prepare('status', '--porcelain')).toBe('M  db/src/schema.ts');
  });
});

test('commit: with its migration it passes and says nothing', async () => {
  await withDb((repository) => {
    const run = commitWithHooks(repository, steps(NEXT), 'More');
    expect(run).toMatchObject({ exitCode: 0, stderr: '', hooks: ['pre-commit', 'post-commit'] });
  });
});

test('commit -a: judged by the index that git prepares for it', async () => {
  await withDb((repository) => {
    const before = head(repository);
    repository.write(STALE);
    const run = repository.git(['commit', '--all', '--message', 'More']);
    expect([run.exitCode, run.hooks]).toEqual([1, ['pre-commit']]);
    expect(run.stderr).toContain('table entries: column author is new');
    expect(head(repository)).toBe(before);
    repository.write(steps(NEXT));
    repository.prepare('add', 'db/drizzle');
    expect(repository.git(['commit', '--all', '--message', 'More'])).toMatchObject({
      exitCode: 0,
      stderr: '',
    });
  });
});

test('commit <path>: other staged files are neither seen nor needed', async () => {
  await withDb((repository) => {
    repository.write({ ...STALE, 'notes.ts': 'export {};\n' });
    repository.prepare('add', '.');
    const aside = repository.git(['commit', '--message', 'Notes', 'notes.ts']);
    expect(aside).toMatchObject({ exitCode: 0, stderr: '', hooks: ['pre-commit', 'post-commit'] });
    expect(repository.prepare('diff', '--cached', '--name-only')).toBe('db/src/schema.ts');
    repository.write(steps(NEXT));
    repository.prepare('add', '.');
    const alone = repository.git(['commit', '--message', 'Schema', 'db/src/schema.ts']);
    expect([alone.exitCode, alone.hooks]).toEqual([1, ['pre-commit']]);
    expect(alone.stderr).toContain('error[stale-schema]');
    const whole = repository.git(['commit', '--message', 'Both', 'db']);
    expect(whole).toMatchObject({ exitCode: 0, stderr: '' });
  });
});

test.runIf(isLong)('commit <path> in a folder below: git calls the hook at the top', async () => {
  await withDb((repository) => {
    repository.write(STALE);
    const run = repository.git(['commit', '--message', 'Schema', 'src/schema.ts'], { in: 'db' });
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain('error[stale-schema]');
  });
});

test('commit --amend: what is staged on top of the commit is judged', async () => {
  await withDb((repository) => {
    repository.commit('Author', steps(NEXT));
    const before = head(repository);
    repository.write({ 'db/src/schema.ts': schemaWith('author', 'editor') });
    const run = repository.git(['commit', '--all', '--amend', '--no-edit']);
    expect([run.exitCode, run.hooks]).toEqual([1, ['pre-commit']]);
    expect(run.stderr).toContain('column editor is new');
    expect(run.stderr).not.toContain('column author is new');
    expect(head(repository)).toBe(before);
    repository.write(steps(NEXT, { tag: '0004_editor', column: 'editor' }));
    repository.prepare('add', '.');
    expect(repository.git(['commit', '--amend', '--no-edit'])).toMatchObject({
      exitCode: 0,
      stderr: '',
      hooks: ['pre-commit', 'post-commit', 'post-rewrite'],
    });
  });
});

test('commit --no-verify: git does not run pre-commit; the push is stopped', async () => {
  await withDb((repository) => {
    repository.addRemote();
    repository.write(STALE);
    const run = repository.git(['commit', '--all', '--no-verify', '--message', 'More']);
    expect(run).toMatchObject({ exitCode: 0, stderr: '', hooks: ['post-commit'] });
    const push = repository.git(['push']);
    expect([push.exitCode, push.hooks]).toEqual([1, ['pre-push']]);
    expect(words(push, repository)).toMatchInlineSnapshot(`
      "db
        error[stale-schema] the schema of db has changes that no migration has:
          table entries: column author is new
          db/src/schema.ts
          help: run \`npx drizzle-guard generate --database db\` and commit the migration with the schema
      drizzle-guard stopped this push; nothing was sent.
      error: failed to push some refs to '<place>/remote.git'"
    `);
  });
});

test('stale already at HEAD: passes with one line, more is stopped, mending a part passes', async () => {
  await withDb((repository) => {
    repository.commit('Unfinished', { 'db/src/schema.ts': schemaWith('author', 'editor') });
    const other = commitWithHooks(repository, { 'db/src/other.ts': 'export {};\n' }, 'Something else');
    expect([other.exitCode, words(other, repository)]).toMatchInlineSnapshot(`
      [
        0,
        "db
        1 older finding, not of this change: \`npx drizzle-guard check --database db\`",
      ]
    `);

    repository.write({ 'db/src/schema.ts': schemaWith('author', 'editor', 'tag') });
    const more = repository.git(['commit', '--all', '--message', 'More']);
    expect([more.exitCode, words(more, repository)]).toMatchInlineSnapshot(`
      [
        1,
        "db
        error[stale-schema] the schema of db has changes that no migration has:
          table entries: column author is new
          table entries: column editor is new
          table entries: column tag is new
          db/src/schema.ts
          help: run \`npx drizzle-guard generate --database db\` and commit the migration with the schema
      drizzle-guard stopped this commit; nothing was recorded.",
      ]
    `);

    repository.write({ 'db/src/schema.ts': schemaWith('author') });
    const less = repository.git(['commit', '--all', '--message', 'Less']);
    expect(less.exitCode).toBe(0);
    expect(less.stderr).toContain('1 older finding');

    expect(commitWithHooks(repository, steps(NEXT), 'Done')).toMatchObject({ exitCode: 0, stderr: '' });
  });
});

test.runIf(isLong)('stale at HEAD because there is no migration yet: a change is stopped too', async () => {
  await withDb((repository) => {
    repository.remove('db/drizzle');
    repository.commit('No migration yet', {});
    const other = commitWithHooks(repository, { 'db/src/other.ts': 'export {};\n' }, 'Something else');
    expect(other.exitCode).toBe(0);
    const more = commitWithHooks(repository, { 'db/src/schema.ts': schemaWith('author') }, 'More');
    expect(more.exitCode).toBe(1);
    expect(more.stderr).toContain('error[stale-schema]');
  });
});

test('a drizzle config that is deleted without its migrations is said, and no error', async () => {
  await withDb((repository) => {
    repository.prepare('rm', '--quiet', 'db/drizzle.config.ts');
    const run = repository.git(['commit', '--message', 'No config']);
    expect([run.exitCode, words(run, repository)]).toMatchInlineSnapshot(`
      [
        0,
        "db is no database any more without db/drizzle.config.ts, and its migrations stay in db/drizzle, where nothing checks them: delete the folder too, or bring the config back",
      ]
    `);
    repository.prepare('reset', '--quiet', '--hard', 'HEAD~1');
    repository.prepare('mv', 'db/drizzle.config.ts', 'db/drizzle.pg.config.ts');
    expect(repository.git(['commit', '--message', 'Renamed'])).toMatchObject({ exitCode: 0, stderr: '' });
    repository.prepare('rm', '--quiet', '-r', 'db/drizzle', 'db/drizzle.pg.config.ts');
    expect(repository.git(['commit', '--message', 'All of it'])).toMatchObject({ exitCode: 0, stderr: '' });
  });
});

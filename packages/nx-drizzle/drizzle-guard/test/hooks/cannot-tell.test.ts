import { describe, expect, test } from 'vitest';
import { commitWithHooks, schemaWith, steps, withDb, words } from './fixtures';

const NEWEST = 'db/drizzle/meta/0002_snapshot.json';
const WIDER = { 'db/src/schema.ts': schemaWith('author') };

describe('the newest snapshot says nothing', () => {
  test.each([
    ['is gone', undefined],
    ['holds conflict markers', '<<<<<<< ours\n{}\n'],
  ])('where it %s a changed schema is judged beside that of HEAD', async (_, text) => {
    await withDb(async (repository) => {
      if (text === undefined) repository.prepare('rm', '--quiet', NEWEST);
      else repository.write({ [NEWEST]: text });
      repository.prepare('add', '.');
      repository.prepare('commit', '--quiet', '--no-verify', '--message', 'Broken');
      const stale = commitWithHooks(repository, WIDER, 'Stale');
      expect([stale.exitCode, stale.hooks]).toEqual([1, ['pre-commit']]);
      expect(stale.stderr).toContain('table entries: column author is new');
      expect(stale.stderr).toContain('differs from that of HEAD');
      repository.prepare('reset', '--quiet', '--hard');
      const other = commitWithHooks(repository, { 'db/src/other.ts': 'export {};\n' }, 'Other');
      expect(other.exitCode).toBe(0);
      expect(other.stderr).not.toContain('stale-schema');
    });
  });

  test('accepted in the baseline it still does not hide a change', async () => {
    await withDb((repository) => {
      repository.prepare('rm', '--quiet', NEWEST);
      repository.prepare('commit', '--quiet', '--no-verify', '--message', 'Broken');
      expect(repository.bin(['doctor', '--baseline']).exitCode).toBe(0);
      repository.prepare('add', '.');
      repository.prepare('commit', '--quiet', '--no-verify', '--message', 'Baseline');
      const run = commitWithHooks(repository, WIDER, 'Stale');
      expect(run.exitCode).toBe(1);
      expect(words(run, repository)).toMatchInlineSnapshot(`
        "db
          error[stale-schema] the schema of db differs from that of HEAD, and no migration came with it:
            table entries: column author is new
            db/src/schema.ts
            help: the newest migration has no snapshot that can be read, so run \`npx drizzle-guard doctor --database db --repair\` first, then \`npx drizzle-guard generate --database db\`
        drizzle-guard stopped this commit; nothing was recorded."
      `);
      const landed = repository.prepare('rev-parse', 'HEAD');
      repository.write(WIDER);
      const checked = repository.bin(['check', '--base', landed, '--json']);
      expect(checked.exitCode).toBe(1);
      expect(JSON.parse(checked.stdout).databases[0].findings).toMatchObject([{ code: 'stale-schema' }]);
    });
  });

  test('with a migration that somebody wrote it is said that nothing was compared', async () => {
    await withDb((repository) => {
      const config = { checks: { 'missing-snapshot': 'off', 'dangling-parent': 'off' } };
      repository.write({ 'drizzle-guard.json': JSON.stringify(config) });
      repository.prepare('rm', '--quiet', NEWEST);
      repository.prepare('add', '.');
      repository.prepare('commit', '--quiet', '--no-verify', '--message', 'Broken');
      const files = steps({ tag: '0003_author', column: 'author' });
      delete files['db/drizzle/meta/0003_snapshot.json'];
      const run = commitWithHooks(repository, files, 'By hand');
      expect(run.exitCode).toBe(0);
      expect(run.stderr).toContain('db: the schema was not compared with its migrations');
    });
  });
});

describe('the schema cannot be read as a whole', () => {
  const BROKEN = { 'db/src/schema.ts': "import './nowhere';\n" };

  test('every path of the package counts, and none of another', async () => {
    await withDb(
      (repository) => {
        const inside = commitWithHooks(repository, { 'db/src/other.ts': 'export {};\n' }, 'Inside');
        expect(inside.exitCode).toBe(1);
        expect(inside.stderr).toContain('drizzle-guard stopped this commit');
        repository.prepare('reset', '--quiet', '--hard');
        const outside = commitWithHooks(repository, { 'app/other.ts': 'export {};\n' }, 'Outside');
        expect(outside.exitCode).toBe(0);
        expect(outside.stderr).toContain('touches nothing that it depends on');
      },
      { ...BROKEN, 'package.json': '{ "name": "root" }' },
    );
  });

  test('so do the packages that it depends on', async () => {
    const manifest = '{ "name": "db", "dependencies": { "cols": "*" } }';
    await withDb(
      (repository) => {
        const run = commitWithHooks(repository, { 'libs/cols/index.ts': 'export const x = 1;\n' }, 'Cols');
        expect(run.exitCode).toBe(1);
        expect(run.stderr).toContain('error[cannot-evaluate]');
      },
      { ...BROKEN, 'db/package.json': manifest, 'libs/cols/package.json': '{ "name": "cols" }' },
    );
  });

  test('where it was read and throws, only what it is made of counts', async () => {
    await withDb(
      (repository) => {
        const other = commitWithHooks(repository, { 'db/src/other.ts': 'export {};\n' }, 'Other');
        expect(other.exitCode).toBe(0);
        const own = commitWithHooks(repository, { 'db/src/cols.ts': 'export const x = 2;\n' }, 'Own');
        expect(own.exitCode).toBe(1);
        expect(own.stderr).toContain('error[cannot-evaluate]');
      },
      {
        'db/src/schema.ts': "import './cols';\nthrow new Error('not today');\n",
        'db/src/cols.ts': 'export const x = 1;\n',
      },
    );
  });
});

test('a column that was committed stale and now wants another type is stopped', async () => {
  await withDb((repository) => {
    repository.write(WIDER);
    repository.prepare('commit', '--all', '--quiet', '--no-verify', '--message', 'Stale');
    const other = schemaWith('author').replace("author: text('author')", "author: integer('author')");
    const run = commitWithHooks(repository, { 'db/src/schema.ts': other }, 'Other type');
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain('table entries: column author is new');
  });
});

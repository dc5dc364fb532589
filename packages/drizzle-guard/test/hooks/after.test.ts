import { existsSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Repository } from 'testkit';
import { expect, test } from 'vitest';
import { MINE, steps, THEIRS, withDb, words, type Step } from './fixtures';

const APPLY = { environments: { development: { applyAfterMerge: true } } };

/** `feat` has these migrations, and main something else; main is checked out. */
function ahead({ prepare, commit }: Repository, ...given: Step[]): void {
  prepare('checkout', '--quiet', '-b', 'feat');
  commit('Feature', steps(...given));
  prepare('checkout', '--quiet', 'main');
  commit('Meanwhile', { 'main/index.ts': 'export {};\n' });
}

function merge(repository: Repository) {
  const run = repository.git(['merge', '--no-edit', 'feat']);
  expect([run.exitCode, run.hooks]).toEqual([0, ['pre-merge-commit', 'post-merge']]);
  return words(run, repository);
}

function pendingOf(repository: Repository): string[] {
  const { databases } = repository.bin(['status', '--pending', '--json']).json();
  return databases[0].migrations.map(({ migration }: { migration: string }) => migration);
}

test('after a merge: what is pending is named, nothing is applied unasked', async () => {
  await withDb((repository) => {
    expect(repository.bin(['migrate']).exitCode).toBe(0);
    ahead(repository, THEIRS);
    expect(merge(repository)).toMatchInlineSnapshot(`
      "db: arrived 0003_tag
        pending on pglite db/.pglite: 0003_tag
        run \`drizzle-guard migrate --database db\`"
    `);
    expect(pendingOf(repository)).toEqual(['0003_tag']);
    expect(repository.bin(['migrate']).exitCode).toBe(0);
    const back = repository.git(['checkout', 'main~1']);
    expect(back.stderr).not.toContain('arrived');
    const again = repository.git(['checkout', '-']);
    expect([again.exitCode, again.hooks]).toEqual([0, ['post-checkout']]);
    expect(words(again, repository)).toMatchInlineSnapshot(`
      "Previous HEAD position was <commit> Meanwhile
      Switched to branch 'main'
      db: arrived 0003_tag
        pglite db/.pglite has them all"
    `);
  });
});

test('with applyAfterMerge it is applied, by merge, checkout and rebase', async () => {
  await withDb(
    (repository) => {
      ahead(repository, THEIRS);
      expect(merge(repository)).toMatchInlineSnapshot(`
        "db: arrived 0003_tag
          applied to pglite db/.pglite: 0000_users, 0001_entries, 0002_first_entry, 0003_tag"
      `);
      expect(pendingOf(repository)).toEqual([]);

      repository.prepare('checkout', '--quiet', '-b', 'more');
      repository.commit('More', steps(THEIRS, { ...MINE, tag: '0004_title' }));
      repository.prepare('checkout', '--quiet', 'main');
      const checkout = repository.git(['checkout', 'more']);
      expect([checkout.exitCode, checkout.hooks]).toEqual([0, ['post-checkout']]);
      expect(checkout.stderr).toContain('applied to pglite db/.pglite: 0004_title');

      repository.prepare('checkout', '--quiet', '-b', 'last');
      const last = { tag: '0005_extra', column: 'extra', when: MINE.when + 1000 };
      repository.commit('Last', steps(THEIRS, { ...MINE, tag: '0004_title' }, last));
      repository.prepare('checkout', '--quiet', 'more');
      repository.commit('Elsewhere', { 'more/index.ts': 'export {};\n' });
      const rebase = repository.git(['rebase', 'last']);
      expect([rebase.exitCode, rebase.hooks.at(-1)]).toEqual([0, 'post-rewrite']);
      expect(rebase.stderr).toContain('applied to pglite db/.pglite: 0005_extra');
      expect(pendingOf(repository)).toEqual([]);
    },
    {},
    APPLY,
  );
});

test('the time limit: nothing is begun after it, and what is left is said', async () => {
  const limited = { environments: { development: { applyAfterMerge: true, applyAfterMergeLimit: '10s' } } };
  await withDb(
    (repository) => {
      expect(repository.bin(['migrate']).exitCode).toBe(0);
      const slow = { tag: '0003_slow', sql: 'SELECT pg_sleep(10);' };
      ahead(repository, slow, { tag: '0004_tag', column: 'tag' });
      expect(merge(repository)).toMatchInlineSnapshot(`
        "db: arrived 0003_slow, 0004_tag
          applied to pglite db/.pglite: 0003_slow
          still pending, because 10s were over: 0004_tag
          run \`drizzle-guard migrate --database db\`"
      `);
      expect(pendingOf(repository)).toEqual(['0004_tag']);
    },
    {},
    limited,
  );
});

test('a time limit that is over before anything began', async () => {
  const limited = { environments: { development: { applyAfterMerge: true, applyAfterMergeLimit: '1ms' } } };
  await withDb(
    (repository) => {
      ahead(repository, THEIRS);
      expect(merge(repository)).toContain('still pending, because 1ms were over: 0000_users');
      expect(pendingOf(repository)).toContain('0003_tag');
    },
    {},
    limited,
  );
});

test('a database that another process uses: said, nothing applied', async () => {
  await withDb(
    (repository) => {
      expect(repository.bin(['migrate']).exitCode).toBe(0);
      ahead(repository, THEIRS);
      const lock = path.join(repository.dir, 'db/.pglite.lock');
      const holder = { pid: process.pid, host: os.hostname(), since: '2026-01-06T00:00:00.000Z' };
      writeFileSync(lock, JSON.stringify(holder));
      const said = merge(repository).replaceAll(`process ${process.pid} on ${os.hostname()}`, '<holder>');
      expect(said).toMatchInlineSnapshot(`
        "db: arrived 0003_tag
          nothing more was applied: db/.pglite is in use by <holder> since <time>; nothing was done
          wait for it to end, then run the command again; if no such process exists, delete <place>/repository/db/.pglite.lock"
      `);
      repository.remove('db/.pglite.lock');
      expect(pendingOf(repository)).toEqual(['0003_tag']);
    },
    {},
    APPLY,
  );
});

test('a migration that fails: said, rolled back, exit 0 for git', async () => {
  await withDb(
    (repository) => {
      ahead(repository, { tag: '0003_wrong', sql: 'INSERT INTO "nowhere" VALUES (1);' });
      expect(merge(repository)).toMatchInlineSnapshot(`
        "db: arrived 0003_wrong
          applied to pglite db/.pglite: 0000_users, 0001_entries, 0002_first_entry
          nothing more was applied: 0003_wrong failed at statement 1 of 1:
            INSERT INTO "nowhere" VALUES (1);
          relation "nowhere" does not exist
          0003_wrong was rolled back. Applied in this run: 0000_users, 0001_entries, 0002_first_entry. Not applied: 0003_wrong.
          correct the data or, if it has not landed, the SQL of 0003_wrong, then run \`drizzle-guard migrate\` again
          still pending: 0003_wrong"
      `);
      expect(pendingOf(repository)).toEqual(['0003_wrong']);
    },
    {},
    APPLY,
  );
});

test('a database that is no PGlite on this machine: said, nothing applied', async () => {
  await withDb(
    (repository) => {
      const config = repository.read('db/drizzle.config.ts');
      const server = config
        .replace("  driver: 'pglite',\n", '')
        .replace("'./.pglite'", "'postgres://ada:hidden@db.example.com/shop'");
      repository.commit('Server', { 'db/drizzle.config.ts': server });
      ahead(repository, THEIRS);
      const said = merge(repository);
      expect(said).toMatchInlineSnapshot(`
        "db: arrived 0003_tag
          nothing more was applied: this version of drizzle-guard migrates PGlite databases; this one is postgresql
          use drizzle-kit's own migrate for it until then; nothing was done"
      `);
      expect(said).not.toContain('hidden');
      expect(existsSync(path.join(repository.dir, 'db/.pglite'))).toBe(false);
    },
    {},
    APPLY,
  );
});

test('what cannot be told after the fact is said, and git goes on', async () => {
  await withDb((repository) => {
    ahead(repository, THEIRS);
    repository.prepare('checkout', '--quiet', 'feat');
    repository.commit('Broken config', { 'db/drizzle.config.ts': 'throw new Error("no config today");' });
    repository.prepare('checkout', '--quiet', 'main');
    const checkout = repository.git(['checkout', 'feat']);
    expect([checkout.exitCode, checkout.hooks]).toEqual([0, ['post-checkout']]);
    expect(words(checkout, repository)).toMatchInlineSnapshot(`
      "Switched to branch 'feat'
      db: cannot tell what arrived: db/drizzle.config.ts cannot be evaluated: no config today"
    `);
    repository.commit('Broken configuration', { 'drizzle-guard.json': '{ "nope": 1 }' });
    repository.prepare('checkout', '--quiet', 'main');
    const again = repository.git(['checkout', 'feat']);
    expect(again.exitCode).toBe(0);
    expect(again.stderr).toContain('error[invalid-configuration]');
  });
});

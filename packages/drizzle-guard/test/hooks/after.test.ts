import { isLong, type Repository } from 'testkit';
import { expect, test, vi } from 'vitest';
import { ahead, APPLY, madeDatabase, merge, migratedDatabase, pendingOf } from './after';
import { MINE, SCHEMA_ASIDE, steps, THEIRS, withDb as withAny, words } from './fixtures';

// A PGlite database is opened several times, which takes seconds each on a busy machine.
vi.setConfig({ testTimeout: 180_000 });

const withDb = (use: (repository: Repository) => void, configuration: object = {}) =>
  withAny(use, {}, { ...SCHEMA_ASIDE, ...configuration });

test('after a merge: what is pending is named, nothing is applied unasked', async () => {
  await withDb((repository) => {
    migratedDatabase(repository);
    ahead(repository, THEIRS);
    expect(merge(repository)).toMatchInlineSnapshot(`
      "db: arrived 0003_tag
        pending on pglite db/.pglite: 0003_tag
        run \`npx drizzle-guard migrate --database db\`"
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

test.runIf(isLong)('after a merge: what came late is named with what applies it', async () => {
  await withDb((repository) => {
    madeDatabase(repository);
    repository.commit('Later', steps({ ...THEIRS, when: THEIRS.when + 1000 }));
    expect(repository.bin(['migrate']).exitCode).toBe(0);
    const late = { tag: '0004_title', column: 'users.title', when: THEIRS.when };
    ahead(repository, { ...THEIRS, when: THEIRS.when + 1000 }, late);
    expect(merge(repository)).toMatchInlineSnapshot(`
      "db
        1 older finding, not of this change: \`npx drizzle-guard check --database db\`
      db: arrived 0004_title
        0004_title (<time>) is not applied, and older than the newest applied one (<time>): drizzle-orm would skip it in silence; if it does not depend on the order, run \`npx drizzle-guard migrate --database db --late apply\`; if it has not landed, \`npx drizzle-guard rebase\` moves it behind what has
        pending on pglite db/.pglite: 0004_title"
    `);
    expect(repository.bin(['migrate', '--database', 'db', '--late', 'apply']).exitCode).toBe(0);
    expect(pendingOf(repository)).toEqual([]);
  });
});

test('with applyAfterMerge it is applied by merge and rebase, and by no checkout', async () => {
  await withDb((repository) => {
    madeDatabase(repository);
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
    expect(checkout.stderr).toContain('pending on pglite db/.pglite: 0004_title');

    repository.prepare('checkout', '--quiet', '-b', 'last');
    const last = { tag: '0005_extra', column: 'extra', when: MINE.when + 1000 };
    repository.commit('Last', steps(THEIRS, { ...MINE, tag: '0004_title' }, last));
    repository.prepare('checkout', '--quiet', 'more');
    repository.commit('Elsewhere', { 'more/index.ts': 'export {};\n' });
    const rebase = repository.git(['rebase', 'last']);
    expect([rebase.exitCode, rebase.hooks.at(-1)]).toEqual([0, 'post-rewrite']);
    expect(rebase.stderr).toContain('applied to pglite db/.pglite: 0004_title, 0005_extra');
    expect(pendingOf(repository)).toEqual([]);
  }, APPLY);
});

test.runIf(isLong)('the time limit: nothing is begun after it, and what is left is said', async () => {
  await withDb((repository) => {
    madeDatabase(repository);
    const start = performance.now();
    expect(repository.bin(['migrate']).exitCode).toBe(0);
    // Long enough for this machine, as it is now, to come to the first migration, which takes as long again.
    const seconds = Math.ceil((4 * (performance.now() - start)) / 1000);
    const development = { applyAfterMerge: true, applyAfterMergeLimit: `${seconds}s` };
    repository.commit('Limit', { 'drizzle-guard.json': JSON.stringify({ environments: { development } }) });
    const slow = { tag: '0003_slow', sql: `SELECT pg_sleep(${seconds});` };
    ahead(repository, slow, { tag: '0004_tag', column: 'tag' });
    expect(merge(repository).replace(`${seconds}s were over`, '<limit> were over')).toMatchInlineSnapshot(`
      "db: arrived 0003_slow, 0004_tag
        applied to pglite db/.pglite: 0003_slow
        still pending, because <limit> were over: 0004_tag
        run \`npx drizzle-guard migrate --database db\`"
    `);
    expect(pendingOf(repository)).toEqual(['0004_tag']);
  });
});

test('a time limit that is over before anything began', async () => {
  const limited = { environments: { development: { applyAfterMerge: true, applyAfterMergeLimit: '1ms' } } };
  await withDb((repository) => {
    madeDatabase(repository);
    ahead(repository, THEIRS);
    expect(merge(repository)).toContain('still pending, because 1ms were over: 0000_users');
    expect(pendingOf(repository)).toContain('0003_tag');
  }, limited);
});

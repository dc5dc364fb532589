import { existsSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isLong } from 'testkit';
import { expect, test, vi } from 'vitest';
import { ahead, APPLY, madeDatabase, merge, migratedDatabase, pendingOf } from './after';
import { SCHEMA_ASIDE, THEIRS, withDb, words } from './fixtures';

// A PGlite database is opened several times, which takes seconds each on a busy machine.
vi.setConfig({ testTimeout: 180_000 });

test('a database that another process uses: said, nothing applied', async () => {
  await withDb(
    (repository) => {
      migratedDatabase(repository);
      ahead(repository, THEIRS);
      const lock = path.join(repository.dir, 'db/.pglite.lock');
      // A process that began later would not be its holder.
      const since = new Date().toISOString();
      const holder = { pid: process.pid, host: os.hostname(), since };
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
    { ...APPLY, ...SCHEMA_ASIDE },
  );
});

test('a migration that fails: said, rolled back, exit 0 for git', async () => {
  await withDb(
    (repository) => {
      madeDatabase(repository);
      ahead(repository, { tag: '0003_wrong', sql: 'INSERT INTO "nowhere" VALUES (1);' });
      expect(merge(repository)).toMatchInlineSnapshot(`
        "db: arrived 0003_wrong
          applied to pglite db/.pglite: 0000_users, 0001_entries, 0002_first_entry
          nothing more was applied: 0003_wrong failed at statement 1 of 1 (db/drizzle/0003_wrong.sql:1):
            INSERT INTO "nowhere" VALUES (1);
          relation "nowhere" does not exist
          0003_wrong was rolled back. Applied in this run: 0000_users, 0001_entries, 0002_first_entry. Not applied: 0003_wrong.
          correct the data or, if it has not landed, the SQL of 0003_wrong, then run \`npx drizzle-guard migrate\` again
          still pending: 0003_wrong"
      `);
      expect(pendingOf(repository)).toEqual(['0003_wrong']);
    },
    {},
    { ...APPLY, ...SCHEMA_ASIDE },
  );
});

test.runIf(isLong)('a database that is no PGlite on this machine: said, nothing applied', async () => {
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
          nothing more was applied: postgres db.example.com:5432/shop is not on this machine, so nothing is applied to it without being asked
          run \`npx drizzle-guard migrate --database db\`"
      `);
      expect(said).not.toContain('hidden');
      expect(existsSync(path.join(repository.dir, 'db/.pglite'))).toBe(false);
      // Where nothing was asked for, it is told at every change what arrived, and by init alone what cannot be asked.
      repository.prepare('checkout', '--quiet', 'main^');
      expect(words(repository.git(['checkout', '--quiet', 'main']), repository)).toBe('db: arrived 0003_tag');
    },
    {},
    APPLY,
  );
});

test('what cannot be told after the fact is said, and git goes on', async () => {
  await withDb((repository) => {
    repository.commit('Broken config', { 'db/drizzle.config.ts': 'throw new Error("no config today");' });
    ahead(repository, THEIRS);
    const checkout = repository.git(['checkout', 'feat']);
    expect([checkout.exitCode, checkout.hooks]).toEqual([0, ['post-checkout']]);
    expect(words(checkout, repository)).toMatchInlineSnapshot(`
      "Switched to branch 'feat'
      db: cannot tell what arrived: db/drizzle.config.ts cannot be evaluated: no config today
        run \`npx drizzle-guard status --database db\` to see what is pending"
    `);
    // Of a switch to what cannot be read nothing is known.
    repository.commit('Broken configuration', { 'drizzle-guard.json': '{ "nope": 1 }' });
    repository.prepare('checkout', '--quiet', 'main');
    const again = repository.git(['checkout', 'feat']);
    expect(again.exitCode).toBe(0);
    expect(again.stderr).toContain('error[invalid-configuration]');
  });
});

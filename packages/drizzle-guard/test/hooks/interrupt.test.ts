import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Repository } from 'testkit';
import { expect, test, vi } from 'vitest';
import { ahead, migratedDatabase } from './after';
import { SCHEMA_ASIDE, withDb } from './fixtures';

// A PGlite database is opened several times, which takes seconds each on a busy machine.
vi.setConfig({ testTimeout: 180_000 });

const APPLY = {
  ...SCHEMA_ASIDE,
  environments: { development: { applyAfterMerge: true, applyAfterMergeLimit: '10m' } },
};

/** Starts git as a terminal would, in a process group of its own. */
function start(repository: Repository, args: string[]) {
  const output = path.join(path.dirname(repository.dir), 'output');
  const file = openSync(output, 'w');
  const git = spawn('git', args, {
    cwd: repository.dir,
    env: repository.env,
    detached: true,
    stdio: ['ignore', file, file],
  });
  closeSync(file);
  const ended = new Promise<NodeJS.Signals | number | null>((resolve) =>
    git.on('exit', (code, signal) => resolve(signal ?? code)),
  );
  return { group: -git.pid!, ended, output: () => readFileSync(output, 'utf8') };
}

async function until(what: () => boolean): Promise<void> {
  for (const end = Date.now() + 120_000; !what(); await wait(20))
    if (Date.now() > end) throw new Error(`waited too long for ${what}`);
}

function isGone(group: number): boolean {
  try {
    return !process.kill(group, 0);
  } catch {
    return true;
  }
}

test('Ctrl-C during a slow migration: it is finished, no more is begun, and the merge is concluded', async () => {
  await withDb(
    async (repository) => {
      migratedDatabase(repository);
      const slow = { tag: '0003_slow', sql: 'SELECT pg_sleep(4);' };
      ahead(repository, slow, { tag: '0004_tag', column: 'tag' });

      const merge = start(repository, ['merge', '--no-edit', 'feat']);
      await until(() => existsSync(path.join(repository.dir, 'db/.pglite.lock')));
      await wait(1500);
      process.kill(merge.group, 'SIGINT');
      expect(await merge.ended).toBe('SIGINT');
      await until(() => isGone(merge.group));

      // On a slow machine the signal comes while the database is being opened, and then nothing is begun.
      const left = /still pending, because you stopped it: (?:0003_slow, )?0004_tag/.exec(
        merge.output(),
      )?.[0];
      expect(left, merge.output()).toBeDefined();
      expect(existsSync(path.join(repository.dir, 'db/.pglite.lock'))).toBe(false);
      expect(repository.prepare('rev-parse', '--quiet', '--verify', 'HEAD^2')).toMatch(/^[0-9a-f]{40}$/);
      expect(repository.git(['status']).stdout).toContain('nothing to commit, working tree clean');
      expect(repository.git(['rev-parse', '--quiet', '--verify', 'MERGE_HEAD']).exitCode).toBe(1);

      repository.prepare('checkout', '--quiet', '-b', 'next', 'HEAD~1');
      repository.commit('Next', { 'next/index.ts': 'export {};\n' });
      repository.prepare('checkout', '--quiet', 'main');
      expect(repository.git(['merge', '--no-edit', 'next']).exitCode).toBe(0);
      const { databases } = repository.bin(['status', '--json']).json();
      const pending = databases[0].migrations
        .filter(({ state }: { state: string }) => state !== 'applied')
        .map(({ migration, state }: { migration: string; state: string }) => `${state} ${migration}`);
      expect(pending.at(-1)).toBe('pending 0004_tag');
      expect(pending).toHaveLength(left!.split(',').length - 1);
    },
    {},
    APPLY,
  );
});

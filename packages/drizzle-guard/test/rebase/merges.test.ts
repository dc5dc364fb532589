import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { cleanEnvironment, isLong, repositoryRoot } from 'testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rebase } from '../../src/commands/rebase/run';
import type { RebaseResult } from '../../src/commands/rebase/result';
import { readHistory } from '../../src/history/read-history';
import { isSameState } from '../../src/state/same';
import { workTree } from '../../src/sources/work-tree';
import { foundIn } from '../histories';

const BUNDLE = path.join(repositoryRoot, '../shared/histories/histories.bundle');
const isThere = existsSync(BUNDLE);
const env = {
  ...cleanEnvironment(),
  ...{ GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', GIT_EDITOR: 'true' },
  ...{ GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@example.com' },
  ...{ GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@example.com' },
} as NodeJS.ProcessEnv;

/** Of these what people left says in its newest snapshot what it should; of the others it lost something. */
const INTACT = [
  'zero-1',
  'dokploy-1',
  'dokploy-2',
  'dokploy-4',
  'dokploy-5',
  'dokploy-6',
  'dokploy-7',
  'dokploy-8',
];
/** A replay of each history of dokploy takes its time. */
const SHORT = ['zero-1 with theirs landed', 'zero-1 with ours landed', 'dokploy-4 with ours landed'];
/** What both do, and works one time only. */
const DOUBLED = ['dokploy-4'];

const CASES = [...INTACT, 'dokploy-3', 'dokploy-9'].flatMap((name) =>
  (['theirs', 'ours'] as const).map((landed) => ({
    title: `${name} with ${landed} landed`,
    ...{ name, landed, mine: landed === 'ours' ? 'theirs' : 'ours', dropDuplicates: DOUBLED.includes(name) },
  })),
);

// Real merges of public projects in which both sides had added migrations: data that lies beside this repository, or not.
describe.skipIf(!isThere)(
  `rebase in real merges${isThere ? '' : ' (skipped: ../shared/histories is not there)'}`,
  () => {
    let clone = '';

    beforeAll(() => {
      clone = mkdtempSync(path.join(os.tmpdir(), 'drizzle-guard-merges-'));
      git('clone', '--quiet', '--no-checkout', BUNDLE, '.');
      symlinkSync(path.join(repositoryRoot, 'node_modules'), path.join(clone, 'node_modules'));
      appendFileSync(path.join(clone, '.git/info/exclude'), 'node_modules\n');
    });

    afterAll(() => rmSync(clone, { recursive: true, force: true }));

    function git(...args: string[]): string {
      const options = { cwd: clone, env, maxBuffer: 1 << 28, encoding: 'utf8', stdio: 'pipe' } as const;
      return execFileSync('git', args, options).trim();
    }

    /** Git in the middle of bringing the two together, or at its end where it sees no conflict. */
    function begin(name: string, landed: string, mine: string, how: 'merge' | 'rebase'): void {
      for (const what of ['merge', 'rebase']) spawnSync('git', [what, '--abort'], { cwd: clone, env });
      git('checkout', '--quiet', '--force', '-B', 'main', `origin/merge/${name}/${landed}`);
      git('checkout', '--quiet', '--force', '-B', 'work', `origin/merge/${name}/${mine}`);
      git('clean', '--quiet', '--force', '-d');
      const args = how === 'merge' ? ['merge', '--no-commit', 'main'] : ['rebase', 'main'];
      spawnSync('git', args, { cwd: clone, env });
    }

    /** Ids of files, by path: of a commit, or of what is staged. */
    function blobsOf(commit: string | null): Map<string, string> {
      const args = commit === null ? ['ls-files', '-s'] : ['ls-tree', '-r', commit];
      return new Map(
        git(...args, '--', 'drizzle')
          .split('\n')
          .map((line) => /^\d+ (?:blob )?(\w+)(?: \d)?\t(.*)$/.exec(line)!)
          .map(([, id, file]) => [file!, id!]),
      );
    }

    async function run(dropDuplicates: boolean): Promise<RebaseResult> {
      const { databases } = await rebase({ cwd: clone, migrations: 'drizzle', onto: 'main', dropDuplicates });
      return databases[0]!;
    }

    async function problemsOf(): Promise<string[]> {
      const history = await readHistory(workTree(clone), 'drizzle');
      return foundIn(history).map(({ code, file }) => `${code} ${file ?? ''}`);
    }

    async function requireMoved(result: RebaseResult, mine: string, known: readonly string[]): Promise<void> {
      expect(result.error).toBeUndefined();
      // All of check, the replay on PGlite among it: nothing that neither side has, in whichever words.
      const found = result.findings.map(({ code, file }) => `${code} ${file ?? ''}`);
      expect(found.filter((one) => !known.includes(one))).toEqual([]);
      expect(result.notChecked).toEqual(['schema']);
      git('add', '--all', 'drizzle');
      expect(git('diff', '--name-only', '--diff-filter=U')).toBe('');
      const [own, theirs, staged] = [blobsOf(mine), blobsOf('main'), blobsOf(null)];
      for (const [file, id] of theirs)
        if (!file.endsWith('_journal.json')) expect([file, staged.get(file)]).toEqual([file, id]);
      const partly = new Set(result.dropped.map(({ migration }) => migration));
      for (const { from, to } of result.moved)
        if (!partly.has(from)) expect(staged.get(`drizzle/${to}.sql`)).toBe(own.get(`drizzle/${from}.sql`));
      const history = await readHistory(workTree(clone), 'drizzle');
      expect(history.migrations.slice(-result.moved.length || Infinity).map(({ tag }) => tag)).toEqual(
        result.moved.map(({ to }) => to),
      );
      expect(history.snapshots.at(-1)!.id).toBe(history.migrations.at(-1)!.snapshot!.id);
      expect((await problemsOf()).filter((problem) => !known.includes(problem))).toEqual([]);
    }

    function newestSnapshotOf(commit: string): Record<string, unknown> {
      const files = [...blobsOf(commit).keys()].filter((file) => file.endsWith('_snapshot.json')).sort();
      return JSON.parse(git('show', `${commit}:${files.at(-1)!}`));
    }

    async function knownOf(...refs: string[]): Promise<string[]> {
      const known: string[] = [];
      for (const ref of refs) {
        git('checkout', '--quiet', '--force', ref);
        known.push(...(await problemsOf()));
      }
      return known;
    }

    const inEachRun = ({ title }: (typeof CASES)[number]) => SHORT.includes(title);
    const replayed = async ({ title, name, landed, mine, dropDuplicates }: (typeof CASES)[number]) => {
      const known = await knownOf(`origin/merge/${name}/ours`, `origin/merge/${name}/theirs`);
      const told: unknown[] = [];
      for (const how of ['merge', 'rebase'] as const) {
        begin(name, landed, mine, how);
        if (dropDuplicates) {
          const refused = await run(false);
          told.push({
            how,
            refused: refused.refused.map(({ migration, reason }) => `${migration}: ${reason}`),
          });
          expect(refused.edits).toEqual([]);
        }
        const result = await run(dropDuplicates);
        const { moved, dropped, refused, notes } = result;
        const left = dropped.map((one) => `${one.migration}${one.isWhole ? '' : ' in part'}`);
        told.push({
          how,
          moved: moved.map(({ from, to }) => `${from} → ${to}`),
          ...(left.length > 0 ? { left } : {}),
          ...(refused.length > 0 ? { refused: refused.map(({ reason }) => reason) } : {}),
          ...(notes.length > 0 ? { notes } : {}),
        });
        if (refused.length > 0) continue;
        await requireMoved(result, `origin/merge/${name}/${mine}`, known);
        const journal = readFileSync(path.join(clone, 'drizzle/meta/_journal.json'), 'utf8');
        const isLike = (text: string) => text.trimEnd().replace(/\s*\]\s*\}$/, '');
        expect(journal.startsWith(isLike(git('show', 'main:drizzle/meta/_journal.json')))).toBe(true);
        if (INTACT.includes(name)) {
          const history = await readHistory(workTree(clone), 'drizzle');
          const file = path.join(clone, history.migrations.at(-1)!.snapshotFile);
          const human = newestSnapshotOf(`origin/merge/${name}/human`);
          expect(isSameState(JSON.parse(readFileSync(file, 'utf8')), human)).toBe(true);
        }
        // In the middle of git's operation again, and when it is over.
        expect((await run(dropDuplicates)).edits).toEqual([]);
        const isOver = how === 'rebase' && !existsSync(path.join(clone, '.git/rebase-merge'));
        if (how === 'merge' || isOver) git('commit', '--quiet', '--no-verify', '--allow-empty', '-m', 'Both');
        else git('rebase', '--continue');
        expect(await run(dropDuplicates)).toMatchObject({ moved: [], dropped: [], edits: [] });
        expect(git('status', '--porcelain')).toBe('');
      }
      expect(told).toMatchSnapshot(title);
    };
    test.each(CASES.filter(inEachRun))('$title', replayed, 600_000);
    // Each by name, so that what is not run now is skipped and its snapshot is kept.
    test.runIf(isLong).each(CASES.filter((one) => !inEachRun(one)))('$title', replayed, 600_000);
  },
);

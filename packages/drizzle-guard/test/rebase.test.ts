import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isLong, type Repository } from 'testkit';
import { expect, test } from 'vitest';
import { inCi } from '../src/commands/rebase/in-ci';
import { rebase, type RebaseOptions } from '../src/commands/rebase/run';
import { check } from '../src/commands/check/run';
import { exitCodeOf } from '../src/results/command-result';
import { conflicted, fork, forked, head, MINE, schemaWith, steps, THEIRS, withDb } from './hooks/fixtures';
import { tagsOf } from './hooks/advice';

const moving = ({ dir }: Repository, options: Partial<RebaseOptions> = {}) =>
  rebase({ cwd: dir, ...options });
const codesIn = async ({ dir }: Repository) =>
  (await check({ cwd: dir })).databases.flatMap(({ findings }) => findings.map(({ code }) => code));
const sqlAt = ({ prepare }: Repository, commit: string, tag: string) =>
  prepare('rev-parse', `${commit}:db/drizzle/${tag}.sql`);

test('a conflicted merge: mine goes behind theirs, the rest is left and named', async () => {
  await withDb(async (repository) => {
    conflicted(repository);
    repository.prepare('add', 'db/src/schema.ts');
    const result = await moving(repository);
    expect(result).toMatchObject({
      databases: [
        {
          moved: [{ from: '0003_title', to: '0004_title' }],
          removed: ['db/drizzle/0003_title.sql'],
          refused: [],
          next: { steps: ['git commit --no-edit'] },
        },
      ],
    });
    expect(repository.prepare('ls-files', '--unmerged')).toBe('');
    expect(sqlAt(repository, '', '0004_title')).toBe(sqlAt(repository, 'HEAD', '0003_title'));
    expect(repository.git(['commit', '--no-edit'])).toMatchObject({ exitCode: 0 });
    expect([tagsOf(repository), await codesIn(repository)]).toEqual([['0003_tag', '0004_title'], []]);
    expect((await moving(repository, { onto: 'main' })).databases).toMatchObject([{ moved: [], edits: [] }]);
    expect(repository.prepare('status', '--porcelain')).toBe('');
  });
});

test('merge --squash of what has landed: what stays is that, as in a merge', async () => {
  await withDb(
    async (repository) => {
      forked(repository);
      expect(repository.git(['merge', '--squash', 'main']).exitCode).toBe(1);
      const { databases } = await moving(repository);
      expect(databases).toMatchObject([
        { moved: [{ from: '0003_title', to: '0004_title' }], next: { steps: ['git commit --no-edit'] } },
      ]);
      expect(repository.git(['commit', '--no-edit'])).toMatchObject({ exitCode: 0 });
      expect([tagsOf(repository), await codesIn(repository)]).toEqual([['0003_tag', '0004_title'], []]);
      expect(repository.bin(['check', '--base', 'main', '--no-replay'])).toMatchObject({ exitCode: 0 });
    },
    {},
    { base: 'main' },
  );
});

test('a journal that a merge has recorded with both sides: it is not known what would move, and the way back is said', async () => {
  await withDb(async (repository) => {
    conflicted(repository);
    const journal = 'db/drizzle/meta/_journal.json';
    repository.write({ [journal]: '<<<<<<< ours\n{}\n=======\n{}\n>>>>>>> theirs\n' });
    const before = head(repository);
    repository.prepare('add', '.');
    repository.prepare('commit', '--no-edit');
    const { databases } = await moving(repository, { onto: 'main' });
    expect(databases).toMatchObject([
      {
        moved: [],
        error: {
          code: 'rebase-refused',
          message: expect.stringContaining('broken-journal'),
          help: expect.stringContaining('`git reset --keep HEAD^`'),
        },
      },
    ]);
    repository.prepare('reset', '--keep', 'HEAD^');
    expect(head(repository)).toBe(before);
  });
});

test('a git rebase: what is picked goes behind what it is put on', async () => {
  await withDb(async (repository) => {
    forked(repository);
    expect(repository.git(['rebase', 'main'])).toMatchObject({ exitCode: 1 });
    const { databases } = await moving(repository);
    expect(databases).toMatchObject([
      { moved: [{ from: '0003_title', to: '0004_title' }], next: { steps: ['git rebase --continue'] } },
    ]);
    const run = repository.git(['rebase', '--continue'], { env: { GIT_EDITOR: 'true' } });
    expect(run).toMatchObject({ exitCode: 0 });
    expect([tagsOf(repository), await codesIn(repository)]).toEqual([['0003_tag', '0004_title'], []]);
  });
});

test('ahead of a merge: it is begun, and git merge --abort takes all of it back', async () => {
  await withDb(async (repository) => {
    forked(repository);
    const before = head(repository);
    const dry = await moving(repository, { onto: 'main', dryRun: true });
    expect(dry.databases).toMatchObject([{ moved: [{ to: '0004_title' }], notChecked: ['replay'] }]);
    expect(repository.prepare('status', '--porcelain')).toBe('');
    expect((await moving(repository, { onto: 'main' })).databases).toMatchObject([
      { next: { steps: ['git commit --no-edit'] }, findings: [] },
    ]);
    repository.prepare('merge', '--abort');
    expect([head(repository), repository.prepare('status', '--porcelain')]).toEqual([before, '']);
  });
});

test('a shallow clone without the commit at which the two went apart: what to fetch is said', async () => {
  await withDb(async (repository) => {
    forked(repository);
    repository.addRemote();
    const shallow = repository.clone('shallow', ['--depth', '1', '--no-single-branch', '--branch', 'feat']);
    await expect(moving(shallow, { onto: 'origin/main' })).rejects.toMatchObject({
      code: 'git-failed',
      help: expect.stringContaining('`git fetch --unshallow`'),
    });
    expect(shallow.prepare('status', '--porcelain')).toBe('');
    shallow.prepare('fetch', '--quiet', '--unshallow');
    expect((await moving(shallow, { onto: 'origin/main' })).databases).toMatchObject([
      { moved: [{ to: '0004_title' }] },
    ]);
  });
});

test('what is in no commit is not in the merge that would be begun: refused', async () => {
  await withDb(async (repository) => {
    forked(repository);
    repository.write({ 'db/drizzle/0003_title.sql': 'SELECT 1;', 'db/drizzle/notes.md': 'new' });
    const { databases } = await moving(repository, { onto: 'main' });
    expect(databases).toMatchObject([{ error: { code: 'not-committed' } }]);
    // What is typed for it helps, also against files that git does not know.
    const [, stash] = /`(git stash[^`]*)`/.exec(databases[0]!.error!.help)!;
    repository.prepare(...stash!.split(' ').slice(1));
    expect((await moving(repository, { onto: 'main', dryRun: true })).databases).toMatchObject([
      { moved: [{ to: '0004_title' }] },
    ]);
  });
});

test.runIf(isLong)('two people get the same bytes', async () => {
  const made: string[] = [];
  for (const _ of [1, 2])
    await withDb(async (repository) => {
      forked(repository);
      await moving(repository, { onto: 'main' });
      made.push(repository.prepare('write-tree'));
    });
  expect(made[0]).toBe(made[1]);
});

test('what theirs has already is left out only where that is said', async () => {
  const same = 'ALTER TABLE "users" ADD COLUMN "title" text;';
  const mine = steps({ ...MINE, sql: `${same}--> statement-breakpoint\nUPDATE "users" SET "name" = 'x';\n` });
  const theirs = steps({ ...THEIRS, tag: '0003_other', column: 'users.title', sql: same });
  await withDb(async (repository) => {
    fork(repository, mine, theirs);
    const refused = await moving(repository, { onto: 'main' });
    expect([exitCodeOf(refused), repository.prepare('status', '--porcelain')]).toEqual([2, '']);
    expect(refused.databases).toMatchObject([
      {
        moved: [],
        refused: [{ migration: '0003_title', help: expect.stringContaining('--drop-duplicates') }],
      },
    ]);
    expect((await moving(repository, { onto: 'main', dropDuplicates: true })).databases).toMatchObject([
      {
        moved: [{ to: '0004_title' }],
        dropped: [{ migration: '0003_title', statements: [same], isWhole: false }],
      },
    ]);
    expect(repository.read('db/drizzle/0004_title.sql')).toBe(`UPDATE "users" SET "name" = 'x';\n`);
    expect(await codesIn(repository)).toEqual([]);
  });
});

test('both change one column, each in its own way: refused, with which, whose and the way out', async () => {
  const asked = (type: string) => `ALTER TABLE "users" ALTER COLUMN "name" SET DEFAULT '${type}';`;
  const stating = (tag: string, value: string, when?: number) => {
    const files = steps({ tag, sql: asked(value), ...(when === undefined ? {} : { when }) });
    const file = `db/drizzle/meta/0003_snapshot.json`;
    return {
      ...files,
      [file]: files[file]!.replace('"name": "name",', `"name": "name",\n "default": "'${value}'",`),
    };
  };
  await withDb(async (repository) => {
    fork(repository, stating('0003_mine', 'a', MINE.when), stating('0003_theirs', 'b', THEIRS.when));
    const { databases } = await moving(repository, { onto: 'main' });
    expect(databases[0]!.error).toMatchInlineSnapshot(`
      {
        "code": "rebase-refused",
        "help": "decide which is to stand: edit db/drizzle/0003_mine.sql (it has not landed), or leave it out of the schema; then run \`drizzle-guard rebase\` again",
        "message": "0003_mine cannot be moved; nothing was written
        0003_mine: the two do not go together: column public.users.name is "text, not null, default 'b'" where 0003_mine comes first, and "text, not null, default 'a'" where 0003_theirs does",
      }
    `);
    expect(repository.prepare('status', '--porcelain')).toBe('');
  });
});

test('--regenerate lets drizzle-kit write mine anew, and never drops SQL that somebody wrote', async () => {
  await withDb(async (repository) => {
    forked(repository);
    const result = await moving(repository, { onto: 'main', regenerate: true });
    expect(result.databases).toMatchObject([
      { regenerated: { replaced: ['0003_title'], generated: ['0004_title'] }, findings: [] },
    ]);
    expect(await codesIn(repository)).toEqual([]);
    repository.prepare('merge', '--abort');
    expect(repository.prepare('status', '--porcelain')).toBe('');
  });
  await withDb(async (repository) => {
    fork(
      repository,
      steps({ tag: '0003_fill', sql: `UPDATE "users" SET "name" = 'x';`, when: MINE.when! }),
      steps(THEIRS),
    );
    const { databases } = await moving(repository, { onto: 'main', regenerate: true });
    expect(databases).toMatchObject([{ refused: [{ migration: '0003_fill' }] }]);
    expect(repository.prepare('status', '--porcelain')).toBe('');
  });
});

test('--regenerate run again writes nothing, and stages what drizzle-kit wrote for one that was killed', async () => {
  await withDb(async (repository) => {
    conflicted(repository);
    await moving(repository, { regenerate: true });
    const staged = repository.prepare('status', '--porcelain');
    const sql = repository.read('db/drizzle/0004_title.sql');
    // The index as it was left before drizzle-kit was called.
    repository.prepare('reset', '--quiet', '--', 'db/drizzle/0004_title.sql', 'db/drizzle/meta');
    for (let runs = 0; runs < 2; runs += 1) {
      const { databases } = await moving(repository, { regenerate: true });
      expect(databases).toMatchObject([{ refused: [], findings: [] }]);
      expect(repository.prepare('status', '--porcelain')).toBe(staged);
    }
    expect(repository.read('db/drizzle/0004_title.sql')).toBe(sql);
    expect(await codesIn(repository)).toEqual([]);
  });
});

test('--ci commits what was moved, by a stated author; what people have to decide ends with 1', async () => {
  await withDb(async (repository) => {
    forked(repository);
    const options = { cwd: repository.dir, onto: 'main' };
    const { commit } = await inCi(rebase, options);
    expect(repository.prepare('log', '-1', '--format=%H %an %s %P').split(' ').slice(0, 2)).toEqual([
      commit,
      'drizzle-guard',
    ]);
    expect(repository.prepare('log', '-1', '--format=%P').split(' ')).toHaveLength(2);
    expect([tagsOf(repository), await codesIn(repository)]).toEqual([['0003_tag', '0004_title'], []]);
    expect(await inCi(rebase, options)).not.toHaveProperty('commit');
  });
  await withDb(async (repository) => {
    fork(
      repository,
      { ...steps(MINE), 'db/src/schema.ts': schemaWith('users.title', 'mine') },
      { ...steps(THEIRS), 'db/src/schema.ts': schemaWith('tag', 'theirs') },
    );
    const result = await inCi(rebase, { cwd: repository.dir, onto: 'main' });
    expect([exitCodeOf(result), result.error?.code]).toEqual([1, 'unresolved-conflict']);
    expect(repository.prepare('status', '--porcelain')).toBe('');
  });
});

test('one that was ended before it had written all is taken back by the next', async () => {
  await withDb(async (repository) => {
    conflicted(repository);
    const read = (file: string) => readFileSync(path.join(repository.dir, file), 'utf8');
    const staged = () => repository.prepare('ls-files', '--stage');
    const [journal, index] = [read('db/drizzle/meta/_journal.json'), staged()];
    const note = {
      head: head(repository),
      during: `merge ${repository.prepare('rev-parse', 'MERGE_HEAD')}`,
      pid: process.pid,
      files: [
        {
          file: 'db/drizzle/meta/_journal.json',
          before: Buffer.from(journal).toString('base64'),
          after: Buffer.from('{}').toString('base64'),
        },
      ],
    };
    writeFileSync(
      path.join(repository.dir, '.git/index.before-rebase'),
      readFileSync(path.join(repository.dir, '.git/index')),
    );
    repository.write({
      '.git/drizzle-guard/rebase.json': JSON.stringify(note),
      'db/drizzle/meta/_journal.json': '{}',
    });
    const result = await moving(repository, { dryRun: true });
    expect(result.notes).toEqual([expect.stringContaining('taken back')]);
    expect([read('db/drizzle/meta/_journal.json'), staged() === index]).toEqual([journal, true]);
    expect(existsSync(path.join(repository.dir, '.git/drizzle-guard/rebase.json'))).toBe(false);
  });
});

test('without a base, and with an --onto that is not there, nothing is known to have landed', async () => {
  await withDb(async (repository) => {
    await expect(moving(repository)).rejects.toMatchObject({ code: 'no-base' });
    await expect(moving(repository, { onto: 'nowhere' })).rejects.toMatchObject({ code: 'no-base' });
  });
});

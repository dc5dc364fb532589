import { isLong, type GitRun, type Repository } from 'testkit';
import { expect, test, vi } from 'vitest';
import { tagsOf } from '../hooks/advice';
import { commitWithHooks, schemaWith, steps, THEIRS, withDb, words } from '../hooks/fixtures';
import { madeByKitOne, step, tagOf, withFoldersDb } from '../hooks/folders-fixtures';

// A proof starts a throw-away database, twice.
vi.setConfig({ testTimeout: 180_000 });

madeByKitOne();

const SNAPSHOT = 'db/drizzle/meta/0003_snapshot.json';
const SQL = 'db/drizzle/0003_tag.sql';

/** 0003_tag with a column more, as drizzle-kit would have made it of both. */
function amended(): Record<string, string> {
  const both = steps(THEIRS, { tag: '0004_label', column: 'label' });
  const [own, next] = [SNAPSHOT, 'db/drizzle/meta/0004_snapshot.json'].map((file) => JSON.parse(both[file]!));
  return {
    [SQL]: `${both[SQL]}--> statement-breakpoint\n${both['db/drizzle/0004_label.sql']}`,
    [SNAPSHOT]: JSON.stringify({ ...next, id: own.id, prevId: own.prevId }),
    'db/src/schema.ts': both['db/src/schema.ts']!,
  };
}

/** main has landed 0003_tag, and feat is checked out. */
function landed({ commit, addRemote, prepare }: Repository, files = steps(THEIRS)): void {
  commit('Landed', files);
  addRemote();
  prepare('checkout', '--quiet', '-b', 'feat');
}

/** Types the commands that stand in the help of the findings with a code, as people copy them. */
function typeHelp(repository: Repository, { stderr }: GitRun, code: string): void {
  const help = new RegExp(String.raw`error\[${code}\][\s\S]*?help: (.*)`).exec(stderr)?.[1] ?? '';
  const commands = [...help.matchAll(/`((?:git restore|npx drizzle-guard generate)[^`]*)`/g)].map(
    ([, one]) => one!,
  );
  expect(commands).not.toEqual([]);
  for (const command of commands) {
    const [program, ...words] = command.replace(/^npx /, '').split(' ');
    if (program === 'git') repository.prepare(...words);
    else expect([command, repository.bin(words).exitCode]).toEqual([command, 0]);
  }
}

function expectSound(repository: Repository, message = 'Advice typed'): void {
  repository.prepare('add', '.');
  const run = repository.git(['commit', '--message', message]);
  expect([run.exitCode, run.stderr]).toEqual([0, expect.not.stringContaining('error[')]);
  const check = repository.bin(['check', '--base', 'auto'], { env: repository.env });
  expect([check.exitCode, check.stdout]).toEqual([0, expect.not.stringContaining('error[')]);
}

test('a column taken out of the schema and of a landed snapshot is stopped, and the advice makes a migration of it', () =>
  withDb((repository) => {
    landed(repository);
    const run = commitWithHooks(
      repository,
      {
        [SNAPSHOT]: steps({ ...THEIRS, column: 'entries.x' })[SNAPSHOT]!.replace(/,?\s*"x": \{[^}]*\}/, ''),
        'db/src/schema.ts': schemaWith(),
      },
      'Without it',
    );
    expect(words(run, repository)).toMatchInlineSnapshot(`
      "db
        error[edited-snapshot] 0003_tag is on origin/main with another snapshot than db/drizzle/meta/0003_snapshot.json is here; databases are made by its SQL, and no migration makes up for the difference:
          table entries: column tag is gone
          db/drizzle/meta/0003_snapshot.json
          help: put it back: \`git restore --source=origin/main --staged --worktree -- db/drizzle/meta/0003_snapshot.json\`, then \`npx drizzle-guard generate\` writes what the schema wants otherwise as a new migration; if the SQL gives what it says here, \`npx drizzle-guard check --base origin/main --replay\` proves it
      drizzle-guard stopped this commit; nothing was recorded."
    `);
    expect(run.exitCode).toBe(1);
    const check = repository.bin(['check', '--base', 'auto'], { env: repository.env });
    expect([check.exitCode, check.stdout]).toEqual([
      1,
      expect.stringContaining('error[edited-snapshot] 0003_tag'),
    ]);
    typeHelp(repository, run, 'edited-snapshot');
    expectSound(repository);
    expect(tagsOf(repository)).toHaveLength(2);
    expect(repository.read(`db/drizzle/${tagsOf(repository)[1]!}.sql`)).toContain('DROP COLUMN "tag"');
  }));

test.runIf(isLong)(
  'a column put into the schema and into a landed snapshot is stopped by commit and push',
  () =>
    withDb((repository) => {
      landed(repository);
      const { [SQL]: _, ...files } = amended();
      const run = commitWithHooks(repository, files, 'More');
      expect(run.exitCode).toBe(1);
      expect(run.stderr).toContain('table entries: column label is new');
      repository.commit('By force');
      const push = repository.git(['push', 'origin', 'feat']);
      expect(push.exitCode).toBe(1);
      expect(push.stderr).toContain('error[edited-snapshot] 0003_tag');
      typeHelp(repository, push, 'edited-snapshot');
      expectSound(repository);
      expect(repository.git(['push', 'origin', 'feat']).exitCode).toBe(0);
    }),
);

test.runIf(isLong)(
  'a commit that had amended a landed migration: what the finding says leads out of it whole',
  () =>
    withDb((repository) => {
      landed(repository);
      const run = commitWithHooks(repository, amended(), 'Amended');
      expect(run.exitCode).toBe(1);
      expect(words(run, repository)).toContain(`-- ${SQL} ${SNAPSHOT}\``);
      typeHelp(repository, run, 'edited-migration');
      expectSound(repository);
      expect(repository.read(SQL)).toBe(steps(THEIRS)[SQL]);
      const [, made] = tagsOf(repository);
      expect(repository.read(`db/drizzle/${made!}.sql`)).toContain('ADD COLUMN "label"');
    }),
);

test('a landed migration that was removed comes back, and what was to be undone becomes a migration', () =>
  withDb((repository) => {
    landed(repository);
    repository.prepare('rm', '--quiet', SQL, SNAPSHOT);
    const run = commitWithHooks(repository, steps(), 'Removed');
    expect(run.exitCode).toBe(1);
    typeHelp(repository, run, 'removed-migration');
    expectSound(repository);
    expect(tagsOf(repository)).toHaveLength(2);
  }));

test('a landed snapshot that is gone, or cannot be read: put back by what is said', () =>
  withDb((repository) => {
    landed(repository);
    for (const spoil of [
      () => repository.remove(SNAPSHOT),
      () => repository.write({ [SNAPSHOT]: '<<<<<<< ours' }),
    ]) {
      spoil();
      repository.prepare('add', '.');
      const run = repository.git(['commit', '--message', 'Spoilt']);
      expect(run.exitCode).toBe(1);
      typeHelp(repository, run, 'edited-snapshot');
      expect(repository.prepare('status', '--porcelain')).toBe('');
    }
  }));

test.runIf(isLong)('a snapshot that was wrong on the base is mended: the replay bears it out', () =>
  withDb((repository) => {
    const right = steps(THEIRS);
    const wrong = { ...right, [SNAPSHOT]: steps({ ...THEIRS, column: 'wrong' })[SNAPSHOT]! };
    landed(repository, { ...wrong, 'db/src/schema.ts': schemaWith('wrong') });
    const run = commitWithHooks(
      repository,
      { [SNAPSHOT]: right[SNAPSHOT]!, 'db/src/schema.ts': schemaWith('tag') },
      'Mended',
    );
    expect([run.exitCode, run.stderr]).toEqual([0, expect.not.stringContaining('edited-snapshot')]);
    const check = repository.bin(['check', '--base', 'auto', '--replay'], { env: repository.env });
    expect([check.exitCode, check.stdout]).toEqual([0, expect.not.stringContaining('edited-snapshot')]);
  }),
);

test.runIf(isLong)('of folders: what a landed snapshot changes, taken out of it', () =>
  withFoldersDb((repository) => {
    landed(repository, step('tag', 2));
    const file = `db/drizzle/${tagOf('tag', 2)}/snapshot.json`;
    const snapshot = JSON.parse(repository.read(file)) as Record<string, unknown>;
    const run = commitWithHooks(
      repository,
      { [file]: JSON.stringify({ ...snapshot, deltas: [] }), 'db/src/schema.ts': schemaWith() },
      'Without it',
    );
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain('it does not create column entries.tag any more');
    typeHelp(repository, run, 'edited-snapshot');
    expectSound(repository);
  }),
);

test.runIf(isLong)('of folders: a snapshot that was wrong on the base is mended', () =>
  withFoldersDb((repository) => {
    const files = step('tag', 2);
    const file = `db/drizzle/${tagOf('tag', 2)}/snapshot.json`;
    const wrong = JSON.stringify({ ...JSON.parse(files[file]!), deltas: [], footprints: [] });
    landed(repository, { ...files, [file]: wrong, 'db/src/schema.ts': schemaWith() });
    const run = commitWithHooks(repository, files, 'Mended');
    expect([run.exitCode, run.stderr]).toEqual([0, expect.not.stringContaining('edited-snapshot')]);
  }),
);

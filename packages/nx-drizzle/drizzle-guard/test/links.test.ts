import { cpSync, mkdirSync, renameSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { isLong, withRepository, type Repository } from 'testkit';
import { expect, test, vi } from 'vitest';
import { openSession } from '../src/judging/session';
import type { State } from '../src/sources/state';
import { fingerprint, shop } from './fixtures';
import { db, steps, THEIRS, withDb } from './hooks/fixtures';

vi.setConfig({ testTimeout: 120_000 });

const tableIn = (name: string) =>
  `import { integer, pgTable } from 'drizzle-orm/pg-core';\nexport const ${name} = pgTable('${name}', { id: integer('id') });\n`;

function link({ dir }: Repository, place: string, target: string): void {
  mkdirSync(path.dirname(path.join(dir, place)), { recursive: true });
  symlinkSync(target, path.join(dir, place));
}

/** What each kind of Tree says, all of which have to say the same. */
async function everywhere<T>(
  repository: Repository,
  ask: (tree: Awaited<ReturnType<ReturnType<typeof openSession>['tree']>>) => Promise<T>,
) {
  const session = openSession(repository.dir, path.join(repository.dir, '.git'));
  const states: State[] = [
    { kind: 'worktree' },
    { kind: 'index' },
    { kind: 'commit', commit: 'HEAD', label: 'HEAD' },
  ];
  try {
    const answers = await Promise.all(
      states.map(async (at) =>
        ask(await session.tree(at)).catch((thrown) => ({ code: thrown.code, message: thrown.message })),
      ),
    );
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    return answers[0];
  } finally {
    session.close();
  }
}

const GLOB = {
  'db/drizzle.config.ts':
    "export default { dialect: 'postgresql', schema: './src/*.ts', out: './drizzle' };\n",
};

test('a schema file that is a link: every command and hook sees the same', () =>
  withDb((repository) => {
    const { bin, git, prepare, write } = repository;
    write({ ...GLOB, 'shared/zz.ts': tableIn('zz') });
    link(repository, 'db/src/zz.ts', '../../shared/zz.ts');
    prepare('add', '.');
    const first = git(['commit', '--message', 'Linked']);
    expect(first.exitCode).toBe(1);
    expect(first.stderr).toContain('zz');
    expect(bin(['generate', '--name', 'zz']).exitCode).toBe(0);
    prepare('add', '.');
    expect(git(['commit', '--message', 'Linked']).exitCode).toBe(0);
    for (const head of ['worktree', 'index', 'HEAD'])
      expect(bin(['check', '--head', head]), head).toMatchObject({ exitCode: 0 });

    // What the link leads to changes, and nothing in the package does.
    write({
      'shared/zz.ts': tableIn('zz').replace("id: integer('id')", "id: integer('id'), more: integer('more')"),
    });
    prepare('add', '.');
    const second = git(['commit', '--message', 'More']);
    expect([second.exitCode, second.stderr.includes('more')]).toEqual([1, true]);
    expect(bin(['generate', '--name', 'more']).exitCode).toBe(0);
    prepare('add', '.');
    expect(git(['commit', '--message', 'More']).exitCode).toBe(0);

    // The link leads elsewhere now.
    write({ 'shared/yy.ts': tableIn('yy') });
    repository.remove('db/src/zz.ts');
    link(repository, 'db/src/zz.ts', '../../shared/yy.ts');
    prepare('add', '.');
    expect(git(['commit', '--message', 'Elsewhere']).exitCode).toBe(1);
  }));

test('the same files everywhere: links to files, to folders, through links, absolute ones', () =>
  withRepository(
    { 'shared/zz.ts': 'zz', 'shared/deep/yy.ts': 'yy', 'db/src/own.ts': 'own' },
    async (repository) => {
      link(repository, 'db/src/zz.ts', '../../shared/zz.ts');
      link(repository, 'db/src/again.ts', 'zz.ts');
      link(repository, 'db/src/folder', '../../shared');
      link(repository, 'db/src/absolute.ts', path.join(repository.dir, 'shared/zz.ts'));
      link(repository, 'db/src/gone.ts', '../nowhere.ts');
      link(repository, 'elsewhere', 'db/src');
      repository.commit('Links');
      expect(await everywhere(repository, (tree) => tree.list('db/src'))).toEqual([
        'db/src/absolute.ts',
        'db/src/again.ts',
        // As drizzle-kit's globs: what lies directly in the folder.
        'db/src/folder/zz.ts',
        'db/src/own.ts',
        'db/src/zz.ts',
      ]);
      expect(await everywhere(repository, (tree) => tree.list('elsewhere'))).toContain('elsewhere/zz.ts');
      expect(await everywhere(repository, (tree) => tree.match('**/*.ts'))).toEqual([
        'db/src/absolute.ts',
        'db/src/again.ts',
        'db/src/own.ts',
        'db/src/zz.ts',
        'shared/deep/yy.ts',
        'shared/zz.ts',
      ]);
      for (const file of [
        'db/src/again.ts',
        'db/src/absolute.ts',
        'elsewhere/folder/zz.ts',
        'db/src/folder/deep/yy.ts',
      ])
        expect(
          await everywhere(repository, async (tree) => [tree.has(file), `${await tree.read(file)}`]),
        ).toEqual([true, file.endsWith('yy.ts') ? 'yy' : 'zz']);
      expect(await everywhere(repository, async (tree) => tree.has('db/src/gone.ts'))).toBe(false);
      expect(await everywhere(repository, async (tree) => tree.realPath!('elsewhere/again.ts'))).toBe(
        'shared/zz.ts',
      );
    },
  ));

test('a link out of the repository is an error where it is wanted, and nowhere else', () =>
  withRepository({ 'db/src/own.ts': 'own' }, async (repository) => {
    const outside = path.join(path.dirname(repository.dir), 'outside');
    mkdirSync(outside);
    link(repository, 'db/src/zz.ts', '../../../outside/zz.ts');
    link(repository, 'docs/latest', outside);
    link(repository, 'db/src/loop.ts', 'loop.ts');
    link(repository, 'a/b', '../c/d');
    link(repository, 'c/d', '../a/b');
    repository.commit('Links');
    expect(await everywhere(repository, (tree) => tree.list(''))).toContain('db/src/own.ts');
    const said = {
      code: 'outside-link',
      message:
        'db/src/zz.ts is a symbolic link to ../../../outside/zz.ts, which lies outside of the repository',
    };
    expect(await everywhere(repository, (tree) => tree.read('db/src/zz.ts'))).toEqual(said);
    expect(await everywhere(repository, (tree) => tree.list('docs'))).toMatchObject({ code: 'outside-link' });
    expect(await everywhere(repository, async (tree) => tree.has('docs/latest/a.ts'))).toMatchObject({
      code: 'outside-link',
    });
    for (const file of ['db/src/loop.ts', 'a/b/x.ts'])
      expect(await everywhere(repository, (tree) => tree.read(file))).toMatchObject({
        code: 'unreadable-folder',
      });
  }));

test('a schema that is a link out of the repository ends with 2 in every way, naming the link', () =>
  withDb((repository) => {
    repository.write(GLOB);
    link(repository, 'db/src/zz.ts', '../../../zz.ts');
    repository.commit('Link');
    for (const head of ['worktree', 'index', 'HEAD']) {
      const { exitCode, stdout } = repository.bin(['check', '--head', head]);
      expect([head, exitCode]).toEqual([head, 2]);
      expect(stdout).toContain(
        'db/src/zz.ts is a symbolic link to ../../../zz.ts, which lies outside of the repository',
      );
    }
  }));

test('generate writes nothing where its folder, or a file in it, leads out of the repository', () =>
  withRepository(db({ 'db/src/schema.ts': tableIn('fresh') }), (repository) => {
    const { bin, dir } = repository;
    const outside = path.join(path.dirname(dir), 'outside');
    renameSync(path.join(dir, 'db/drizzle'), outside);
    link(repository, 'db/drizzle', '../../outside');
    const before = fingerprint(outside);
    for (const args of [['generate'], ['generate', '--custom'], ['doctor', '--repair']]) {
      const run = bin(args);
      expect([args, run.exitCode]).toEqual([args, 2]);
      expect(run.stdout).toContain('outside-link');
    }
    expect(fingerprint(outside)).toEqual(before);

    repository.remove('db/drizzle');
    renameSync(outside, path.join(dir, 'db/drizzle'));
    link(repository, 'db/drizzle/0003_fresh.sql', '../../../stolen.sql');
    const run = bin(['generate', '--name', 'fresh']);
    expect([run.exitCode, run.stdout.includes('outside')]).toEqual([2, true]);
    expect(repository.exists('../stolen.sql')).toBe(false);
  }));

test.runIf(isLong)('a migrations folder behind a link within the repository is written and judged', () =>
  withDb((repository) => {
    const { bin, dir, prepare, git } = repository;
    mkdirSync(path.join(dir, 'migrations'));
    renameSync(path.join(dir, 'db/drizzle'), path.join(dir, 'migrations/db'));
    link(repository, 'db/drizzle', '../migrations/db');
    repository.commit('Moved');
    for (const head of ['worktree', 'index', 'HEAD'])
      expect(bin(['check', '--head', head]), head).toMatchObject({ exitCode: 0 });
    repository.write({
      'db/src/fresh.ts': tableIn('fresh'),
      'db/drizzle.config.ts': repository.read('db/drizzle.config.ts').replace('schema.ts', '*.ts'),
    });
    expect(bin(['generate', '--name', 'fresh']).exitCode).toBe(0);
    expect(repository.exists('migrations/db/0003_fresh.sql')).toBe(true);
    prepare('add', '.');
    expect(git(['commit', '--message', 'Fresh']).exitCode).toBe(0);
    // An answer that was kept does not outlive what it read through the link.
    repository.write({ 'migrations/db/0003_fresh.sql': '<<<<<<< HEAD\n' });
    repository.remove('migrations/db/meta/0003_snapshot.json');
    prepare('add', '.');
    expect(git(['commit', '--message', 'Broken']).exitCode).toBe(1);
  }),
);

test.runIf(isLong)('a link to a folder that leads elsewhere is a change like any other', () =>
  withDb((repository) => {
    const { prepare, git, dir } = repository;
    repository.write({
      'db/drizzle.config.ts': GLOB['db/drizzle.config.ts']
        .replace('./src/*.ts', ['./src/*.ts', './more/*.ts'].join("', '"))
        .replace("schema: './src/*.ts', './more/*.ts'", "schema: ['./src/*.ts', './more/*.ts']"),
      'one/notes.ts': 'export {};\n',
      'two/zz.ts': tableIn('zz'),
    });
    link(repository, 'db/more', '../one');
    repository.commit('One');
    expect(repository.bin(['check']).exitCode).toBe(0);
    repository.remove('db/more');
    link(repository, 'db/more', '../two');
    prepare('add', '.');
    const run = git(['commit', '--message', 'Two']);
    expect([run.exitCode, run.stderr.includes('zz')]).toEqual([1, true]);

    // So are migrations that are reached by another link now.
    prepare('reset', '--quiet', '--hard');
    cpSync(path.join(dir, 'db/drizzle'), path.join(dir, 'three'), { recursive: true });
    const {
      'db/drizzle/0003_tag.sql': sql,
      'db/drizzle/meta/0003_snapshot.json': snapshot,
      'db/drizzle/meta/_journal.json': journal,
    } = steps(THEIRS);
    repository.write({
      'three/0003_tag.sql': sql!,
      'three/meta/0003_snapshot.json': snapshot!,
      'three/meta/_journal.json': journal!,
    });
    renameSync(path.join(dir, 'db/drizzle'), path.join(dir, 'four'));
    link(repository, 'db/drizzle', '../four');
    repository.commit('Four');
    prepare('checkout', '--quiet', '-b', 'other');
    repository.remove('db/drizzle');
    link(repository, 'db/drizzle', '../three');
    repository.commit('Three');
    prepare('checkout', '--quiet', 'main');
    expect(git(['checkout', 'other']).stderr).toContain('db: arrived 0003_tag');
  }),
);

test.runIf(isLong)('a submodule: its files are not there, in no state, and a schema in it is named', () =>
  withDb(async (repository) => {
    const { dir, prepare, bin } = repository;
    const module = path.join(path.dirname(dir), 'module');
    prepare('init', '--quiet', module);
    prepare(
      '-C',
      module,
      '-c',
      'user.name=Ada',
      '-c',
      'user.email=a@b',
      'commit',
      '--quiet',
      '--allow-empty',
      '-m',
      'Start',
    );
    const inside = shop({ 'src/schema.ts': tableIn('inside') });
    for (const [file, text] of Object.entries(inside)) repository.write({ [`../module/${file}`]: text });
    prepare('-C', module, 'add', '.');
    prepare('-C', module, '-c', 'user.name=Ada', '-c', 'user.email=a@b', 'commit', '--quiet', '-m', 'Shop');
    prepare('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', module, 'vendor/shop');
    repository.commit('Module');
    expect(
      await everywhere(repository, async (tree) => [
        tree.has('vendor/shop/package.json'),
        await tree.list('vendor'),
        tree.moduleOf!('vendor/shop/src'),
      ]),
    ).toEqual([false, [], 'vendor/shop']);
    expect(bin(['check']).exitCode).toBe(0);

    repository.commit('Schema in it', {
      'db/drizzle.config.ts': GLOB['db/drizzle.config.ts'].replace(
        './src/*.ts',
        '../vendor/shop/src/schema.ts',
      ),
    });
    for (const head of ['worktree', 'index', 'HEAD']) {
      const { exitCode, stdout } = bin(['check', '--head', head]);
      expect([head, exitCode]).toEqual([head, 2]);
      expect(stdout).toContain('vendor/shop is a submodule, whose files are not part of this repository');
    }
  }),
);

import { describe, expect, it } from 'vitest';
import { databasePackage, MANIFEST, withRepository, type Repository } from './support/repository';

const db = databasePackage('packages/db', 'db');

describe('init and its base', () => {
  /** Branches of a remote, without a remote. */
  const withRemote = (repository: Repository, ...branches: string[]) => {
    repository.git('remote', 'add', 'origin', 'https://localhost/none');
    for (const branch of branches) repository.git('update-ref', `refs/remotes/origin/${branch}`, 'HEAD');
  };

  it('is not written where it is found', async () => {
    await withRepository({ ...MANIFEST, ...db, 'nx.json': '{ "defaultBase": "develop" }' }, (repository) => {
      withRemote(repository, 'main', 'develop');
      repository.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
      expect(repository.bin(['init']).stdout).not.toContain('left to you');
      expect(repository.exists('drizzle-guard.json')).toBe(false);
    });
  });

  it('is written where it is another', async () => {
    await withRepository({ ...MANIFEST, ...db }, (repository) => {
      withRemote(repository, 'main', 'next');
      expect(repository.bin(['init', '--base', 'origin/next']).exitCode).toBe(0);
      expect(JSON.parse(repository.read('drizzle-guard.json'))).toEqual({
        $schema: './node_modules/drizzle-guard/schema.json',
        base: 'origin/next',
      });
      expect(repository.bin(['check']).exitCode).not.toBe(2);
    });
  });

  it("is nx.json's where the remote's default is not known", async () => {
    await withRepository(
      { ...MANIFEST, ...db, 'nx.json': '{ /* ours */ "defaultBase": "develop" }' },
      (repository) => {
        withRemote(repository, 'develop', 'main');
        repository.bin(['init']);
        expect(JSON.parse(repository.read('drizzle-guard.json')).base).toBe('origin/develop');
      },
    );
  });
});

describe('init and databases', () => {
  it('takes several, with the words of git for odd paths', async () => {
    const two = { ...databasePackage('packages/a b', 'one'), ...databasePackage('apps/#2', 'two') };
    await withRepository({ ...MANIFEST, ...two }, (repository) => {
      expect(repository.bin(['init']).exitCode).toBe(0);
      expect(repository.read('.gitattributes')).toMatchSnapshot();
      expect(repository.git('check-attr', 'merge', '--', 'apps/#2/drizzle/meta/_journal.json')).toMatch(
        /unset$/,
      );
    });
  });

  it('names one whose config throws, and leaves it out', async () => {
    const secret = {
      'packages/legacy/package.json': '{ "name": "legacy" }',
      'packages/legacy/drizzle.config.ts': "throw new Error('LEGACY_URL is not set');\n",
    };
    await withRepository({ ...MANIFEST, ...db, ...secret }, (repository) => {
      const run = repository.bin(['init']);
      expect(run.exitCode).toBe(0);
      expect(run.stdout).toContain('legacy was left out of the attributes and ignores.');
      expect(run.stdout).toMatch(
        /legacy {2}packages\/legacy {2}could not be checked: .*LEGACY_URL is not set/,
      );
      expect(repository.read('.gitattributes')).not.toContain('legacy');
      expect(repository.read('.gitattributes')).toContain('packages/db');
    });
  });

  it('does not change the bytes of committed migrations', async () => {
    const sql = { 'packages/db/drizzle/0000_a.sql': 'SELECT 1;\r\n' };
    await withRepository({ ...MANIFEST, ...db, ...sql }, (repository) => {
      expect(repository.bin(['init']).stdout).toContain(
        'packages/db/drizzle/0000_a.sql is committed with Windows line ends',
      );
      expect(repository.git('status', '--porcelain', '--', 'packages')).toBe('');
    });
  });

  it('sets hooks up where there is no database yet', async () => {
    await withRepository(MANIFEST, (repository) => {
      const run = repository.bin(['init']);
      expect(run.exitCode).toBe(0);
      expect(run.stdout).toContain('no drizzle config was found yet');
      expect(repository.exists('.husky/pre-commit')).toBe(true);
    });
  });
});

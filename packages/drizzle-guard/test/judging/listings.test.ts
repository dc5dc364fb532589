import { withRepository, type Repository } from 'testkit';
import { expect, test } from 'vitest';
import { openBlobs } from '../../src/git/blobs';
import { readCommitEntries } from '../../src/sources/git-tree';
import { openListings } from '../../src/sources/listings';
import { gitProcesses, of } from './traced';

const FILES = {
  'a.ts': '1',
  'deep/er/b.sql': '2',
  'deep/er/ünïcode name.sql': '3',
  'deep/c.sql': '4',
  'same/x.sql': '5',
};

function commitAs({ prepare, commit }: Repository, files: Record<string, string>): string {
  commit('More', files);
  return prepare('rev-parse', 'HEAD');
}

test('of several commits each is listed as git lists it, and only the first by a process of its own', () =>
  withRepository(FILES, async (repository) => {
    const { prepare, dir } = repository;
    const commits = [prepare('rev-parse', 'HEAD')];
    commits.push(commitAs(repository, { 'deep/er/new/d.sql': '6', 'a.ts': '7' }));
    // The same folder in two places; a link, a program and a submodule.
    commits.push(commitAs(repository, { 'other/x.sql': '5', 'same/y.sql': '8' }));
    const blob = prepare('hash-object', '-w', 'a.ts');
    prepare('update-index', '--add', '--cacheinfo', `120000,${blob},deep/link`);
    prepare('update-index', '--add', '--cacheinfo', `100755,${blob},deep/program`);
    prepare('update-index', '--add', '--cacheinfo', `160000,${commits[0]},deep/module`);
    prepare('rm', '-r', '--quiet', '--cached', 'same');
    const tree = prepare('write-tree');
    const { asked, value } = await gitProcesses(repository, async () => {
      const blobs = openBlobs(dir);
      const { entriesOf } = openListings(dir, async () => blobs);
      try {
        return await Promise.all([...commits, tree].map((one) => entriesOf(one)));
      } finally {
        blobs.close();
      }
    });
    expect(value).toEqual([...commits, tree].map((one) => readCommitEntries(dir, one)));
    expect(value[3]!.modules).toEqual(new Set(['deep/module']));
    expect(of(asked, 'ls-tree')).toEqual([`ls-tree -r -t -z --full-tree ${commits[0]}`]);
  }));

test('what is not there fails as git fails', () =>
  withRepository(FILES, async ({ prepare, dir }) => {
    const blobs = openBlobs(dir);
    const { entriesOf } = openListings(dir, async () => blobs);
    try {
      await entriesOf(prepare('rev-parse', 'HEAD'));
      await expect(entriesOf('1'.repeat(40))).rejects.toThrow('git ls-tree failed');
    } finally {
      blobs.close();
    }
  }));

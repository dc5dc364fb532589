import { expect, test } from 'vitest';
import { of, readTrace, traceFile } from '../judging/traced';
import { forked, withDb } from './fixtures';

test('a merge that is stopped lists one tree, and reads all of them through one process', async () => {
  await withDb((repository) => {
    forked(repository);
    const merge = ['merge', '--no-edit', '--strategy-option', 'ours', 'main'];
    const file = traceFile(repository);
    const run = repository.git(merge, { env: { GIT_TRACE: file } });
    expect([run.exitCode, run.hooks]).toEqual([1, ['pre-merge-commit']]);
    const asked = readTrace(file);
    // What the index would commit; of HEAD and of the other side the process that reads gives what is in that not.
    expect(of(asked, 'ls-tree')).toHaveLength(1);
    expect(of(asked, 'write-tree')).toHaveLength(1);
    expect(of(asked, 'cat-file')).toEqual(['cat-file --batch']);
  });
});

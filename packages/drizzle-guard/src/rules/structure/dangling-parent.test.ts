import { snapshotId } from 'testkit';
import { expect, test } from 'vitest';
import { findingsOf } from '../../../test/histories';

test('a parent that no snapshot has is found', async () => {
  const findings = await findingsOf(['0000_a', { tag: '0001_b', parent: 'deleted' }]);
  expect(findings).toEqual([
    {
      code: 'dangling-parent',
      file: 'drizzle/meta/0001_snapshot.json',
      message: `drizzle/meta/0001_snapshot.json continues snapshot "${snapshotId('deleted')}", but no snapshot has that id`,
      help: 'bring back the snapshot it continues, or link it to the migration before it; `drizzle-guard explain dangling-parent` says when that is right',
    },
  ]);
});

test('a parent that comes later is found, and named', async () => {
  const findings = await findingsOf(['0000_a', { tag: '0001_b', parent: '0002_c' }, '0002_c']);
  expect(findings[0]).toMatchObject({
    code: 'dangling-parent',
    file: 'drizzle/meta/0001_snapshot.json',
    message: expect.stringContaining('it is drizzle/meta/0002_snapshot.json, which does not come before it'),
  });
});

test('a first snapshot that continues something is found', async () => {
  const findings = await findingsOf([{ tag: '0000_a', parent: 'squashed' }, '0001_b']);
  expect(findings).toMatchObject([{ code: 'dangling-parent', file: 'drizzle/meta/0000_snapshot.json' }]);
});

test('where a snapshot cannot be read, nobody says that none has the id', async () => {
  const findings = await findingsOf(['0000_a', '0001_b', '0002_c'], {
    'drizzle/meta/0001_snapshot.json': '{',
  });
  expect(findings[1]).toMatchObject({
    code: 'dangling-parent',
    message: expect.stringContaining('but no snapshot that can be read has that id'),
  });
});

test('an id that a later snapshot has, too, is before what continues it', async () => {
  const findings = await findingsOf(['0000_a', '0001_b', { tag: '0002_c', id: '0000_a' }]);
  expect(findings.map(({ code }) => code)).toEqual(['duplicate-snapshot']);
});

import { expect, test } from 'vitest';
import { remoteTarget } from '../engines/sqlite/remote-target';
import { DEFAULT_BACKUP } from '../workspace/backup-settings';
import { wayOf } from './way-of';

test('a server of libsql hands out no copy: that is said, with the way out', () => {
  const target = remoteTarget('/', { url: 'libsql://shop-ada.turso.io', authToken: 'hunter2' });
  expect(() => wayOf('/', target, DEFAULT_BACKUP, { variables: {} })).toThrow(
    expect.objectContaining({
      code: 'unsupported-database',
      message:
        'turso shop-ada.turso.io is a server of libsql, which hands out no copy of its files; nothing was done',
    }),
  );
});

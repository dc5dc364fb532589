import { withWorkspace } from 'testkit';
import { expect, test } from 'vitest';
import { fingerprint } from '../../test/fixtures';
import { writeFiles } from './write-edits';

test('all or none: where one cannot be written, those before it are as they were', () =>
  withWorkspace({ 'a.json': 'old', 'b.json': 'stays', file: 'no folder' }, ({ dir }) => {
    const before = fingerprint(dir);
    const edits = [
      { file: 'a.json', after: 'new' },
      { file: 'b.json', after: null },
      { file: 'c.json', after: 'created' },
      { file: 'file/d.json', after: 'impossible' },
    ];
    expect(() => writeFiles(dir, edits, 'drizzle-guard doctor --repair')).toThrow(
      expect.objectContaining({
        code: 'cannot-write',
        message: expect.stringContaining('what was written before it was put back'),
      }),
    );
    expect(fingerprint(dir)).toEqual(before);
    writeFiles(dir, edits.slice(0, 3), 'drizzle-guard doctor --repair');
    expect(Object.keys(fingerprint(dir))).toEqual(['a.json', 'c.json', 'file']);
  }));

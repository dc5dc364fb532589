import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { writeEdits } from '../src/files/write-edits';

/** A disk of 16 kB, where this user may make one; whoever may not skips the test. */
const disk = ((): string | null => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'drizzle-guard-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    rmSync(folder, { recursive: true });
    return null;
  }
})();

test.skipIf(disk === null)('a full disk leaves every file as it was, and no draft', () => {
  const root = disk!;
  try {
    const text = '{ "name": "shop" }\n';
    writeFileSync(path.join(root, 'package.json'), text);
    const edits = [
      { file: 'nx.json', after: '{}\n' },
      { file: 'package.json', after: `{ "name": "shop", "note": "${'x'.repeat(20_000)}" }\n` },
    ];
    expect(() => writeEdits(root, edits, 'drizzle-guard init')).toThrow(
      expect.objectContaining({
        code: 'cannot-write',
        message: expect.stringMatching(
          /^package\.json cannot be written \(ENOSPC.*\); what was written before it was put back$/,
        ),
      }),
    );
    expect(readdirSync(root)).toEqual(['package.json']);
    expect(readFileSync(path.join(root, 'package.json'), 'utf8')).toBe(text);
  } finally {
    execFileSync('umount', [root]);
    rmSync(root, { recursive: true });
  }
});

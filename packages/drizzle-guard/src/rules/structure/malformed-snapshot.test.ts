import { expect, test } from 'vitest';
import { findingsOf } from '../../../test/histories';

test('conflict markers in a snapshot are found with their line, and it does not count as missing', async () => {
  const text = '{\n  "id": "a",\n<<<<<<< HEAD\n  "prevId": "b"\n=======\n  "prevId": "c"\n>>>>>>> theirs\n}';
  const findings = await findingsOf(['0000_a'], { 'drizzle/meta/0000_snapshot.json': text });
  expect(findings).toMatchInlineSnapshot(`
    [
      {
        "code": "malformed-snapshot",
        "file": "drizzle/meta/0000_snapshot.json",
        "help": "bring it back: \`git log --oneline -- drizzle/meta/0000_snapshot.json\` names the commits that hold it; move a file that is no snapshot out of meta/",
        "line": 3,
        "message": "drizzle/meta/0000_snapshot.json holds the conflict markers of a merge",
      },
    ]
  `);
});

test('a stray file in meta is found, because drizzle-kit reads it as a snapshot', async () => {
  const findings = await findingsOf(['0000_a'], { 'drizzle/meta/README.md': '# Snapshots' });
  expect(findings).toMatchObject([{ code: 'malformed-snapshot', file: 'drizzle/meta/README.md', line: 1 }]);
});

test('JSON without the head of a snapshot is found, and what it lacks is named', async () => {
  const findings = await findingsOf(['0000_a'], { 'drizzle/meta/0000_snapshot.json': '{"id":"a"}' });
  expect(findings).toMatchObject([
    { code: 'malformed-snapshot', message: expect.stringContaining('is not a drizzle-kit snapshot: prevId') },
  ]);
});

test('a file whose name begins with an underscore is no snapshot, as for drizzle-kit', async () => {
  expect(await findingsOf(['0000_a'], { 'drizzle/meta/_notes.txt': 'not JSON' })).toEqual([]);
});

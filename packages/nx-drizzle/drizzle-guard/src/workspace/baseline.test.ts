import { expect, test } from 'vitest';
import { memoryTree } from '../sources/memory-tree';
import { BASELINE_FILE, baselineText, readBaseline } from './baseline';
import type { Finding } from '../rules/finding';

const finding = (database: string, code: string, message: string): Finding => ({
  code: code as Finding['code'],
  severity: 'error',
  database,
  file: 'drizzle/x.sql',
  line: 7,
  message,
  help: 'mend it',
});
const read = (text: string) => readBaseline(memoryTree({ [BASELINE_FILE]: text }));

test('the text is the same in whatever order the findings come, and without lines', () => {
  const findings = [finding('shop', 'b', 'two'), finding('blog', 'z', 'one'), finding('shop', 'a', 'three')];
  expect(baselineText(findings.toReversed())).toBe(baselineText([...findings, findings[0]!]));
  expect(baselineText(findings.slice(0, 1))).toMatchInlineSnapshot(`
    "{
      "version": 1,
      "findings": [
        {
          "database": "shop",
          "code": "b",
          "file": "drizzle/x.sql",
          "message": "two"
        }
      ]
    }
    "
  `);
});

test('what was written is read; without the file there is none', async () => {
  const entry = { database: 'shop', code: 'b', file: 'drizzle/x.sql', message: 'two' };
  expect(await read(baselineText([entry]))).toEqual([entry]);
  expect(await readBaseline(memoryTree({}))).toEqual([]);
});

test.each([
  ['conflict markers', '{\n<<<<<<< HEAD\n', 'line 2 holds the conflict markers of a merge'],
  ['another shape', '[]', 'version'],
  ['a later version', '{ "version": 2, "findings": [] }', 'version'],
  ['an entry without a code', '{ "version": 1, "findings": [{ "database": "a" }] }', 'findings.0.code'],
])('%s: refused', async (_, text, words) => {
  await expect(read(text)).rejects.toMatchObject({
    code: 'invalid-baseline',
    message: expect.stringContaining(words),
  });
});

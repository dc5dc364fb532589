import { expect, test } from 'vitest';
import { found } from '../../../test/found';
import type { Waiver } from '../accepted';
import { strangeWaivers, unusedWaivers } from './unused-waiver';

const waiver: Waiver = { database: 'shop', code: 'index-gap', migration: '0003_c', reason: 'meant' };

test('a waiver that matches nothing is told with its reason', () => {
  const context = unusedWaivers([waiver], 'shop', [], new Set(['index-gap'] as const));
  expect(found('configuration', context)).toMatchInlineSnapshot(`
    [
      {
        "code": "unused-waiver",
        "file": "drizzle-guard.json",
        "help": "take it out of "waivers" in drizzle-guard.json, or correct the name in it",
        "message": "the waiver "index-gap shop 0003_c" (meant) matches nothing",
        "migration": "0003_c",
      },
    ]
  `);
});

test('not one of another database, nor one whose code was not looked for', () => {
  expect(unusedWaivers([waiver], 'blog', [], new Set(['index-gap'] as const)).unused).toEqual([]);
  expect(unusedWaivers([waiver], 'shop', [], new Set(['orphan-sql'] as const)).unused).toEqual([]);
});

test('one of a database that is not here', () => {
  const [finding] = found(
    'configuration',
    strangeWaivers([{ ...waiver, database: 'sohp' }], ['shop', 'blog']),
  );
  expect(finding!.message).toMatchInlineSnapshot(
    `"the waiver "index-gap sohp 0003_c" (meant) names a database that is not here: there is shop, blog"`,
  );
});

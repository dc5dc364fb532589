import { expect, test } from 'vitest';
import { effectOf, found, wayOutOf } from '../../../test/found';
import { historyOf } from '../../../test/histories';
import type { Waiver } from '../accepted';
import type { Finding } from '../finding';
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

const GAP: Finding = {
  ...{
    code: 'index-gap',
    severity: 'warning',
    database: 'shop',
    migration: '0003_c',
    message: 'm',
    help: 'h',
  },
};
const LOOKED_FOR = new Set(['index-gap', 'orphan-sql'] as const);
const unusedOf = (waivers: Waiver[], ...all: Finding[]) =>
  unusedWaivers(waivers, 'shop', all, LOOKED_FOR).unused.map((one) => one.waiver);

test('one that is about a finding is in use, and one that is about several too', () => {
  const ofAny: Waiver = { database: 'shop', code: 'index-gap', reason: 'meant' };
  expect(unusedOf([waiver, ofAny], GAP, { ...GAP, migration: '0005_e' })).toEqual([]);
});

test('of two that are about the same finding both are in use', () => {
  expect(unusedOf([waiver, { ...waiver, reason: 'said twice' }], GAP)).toEqual([]);
});

test('one about another migration, or another code, matches nothing; they stay in their order', () => {
  const other = { ...waiver, migration: '0004_d' };
  const orphan = { ...waiver, code: 'orphan-sql' };
  expect(unusedOf([orphan, waiver, other], GAP)).toEqual([orphan, other]);
});

test('a code that there is none of is looked for by nobody', () => {
  expect(unusedOf([{ ...waiver, code: 'index-gpa' }])).toEqual([]);
});

test('it is called by what it names, and by nothing else', () => {
  const messages = (...waivers: Waiver[]) =>
    found('configuration', unusedWaivers(waivers, 'shop', [], LOOKED_FOR)).map(({ message }) => message);
  const { migration: _, ...bare } = waiver;
  expect(messages(bare, { ...bare, file: 'drizzle/x.sql' }, { ...waiver, file: 'drizzle/x.sql' })).toEqual([
    'the waiver "index-gap shop" (meant) matches nothing',
    'the waiver "index-gap shop drizzle/x.sql" (meant) matches nothing',
    'the waiver "index-gap shop 0003_c drizzle/x.sql" (meant) matches nothing',
  ]);
});

test('the finding is about the configuration, whatever file the waiver names', () => {
  const { migration: _, ...bare } = waiver;
  const context = unusedWaivers([{ ...bare, file: 'drizzle/x.sql' }], 'shop', [], LOOKED_FOR);
  const [unused] = found('configuration', context);
  expect(unused!.file).toBe('drizzle-guard.json');
  expect(Object.keys(unused!)).not.toContain('migration');
});

test('of strange databases each waiver is told, and those that are here are listed', () => {
  const strange = [
    { ...waiver, database: 'sohp' },
    { ...waiver, database: 'blgo' },
  ];
  const all = found('configuration', strangeWaivers(strange, ['shop']));
  expect(all.map(({ message }) => message)).toEqual([
    'the waiver "index-gap sohp 0003_c" (meant) names a database that is not here: there is shop',
    'the waiver "index-gap blgo 0003_c" (meant) names a database that is not here: there is shop',
  ]);
  expect(found('configuration', strangeWaivers([], ['shop']))).toEqual([]);
});

test('what it does to people, and that the help is the way out', async () => {
  const history = await historyOf(['0000_a']);
  const [unused] = found('configuration', unusedWaivers([waiver], 'shop', [], LOOKED_FOR));
  expect(effectOf(unused!, history)).toBe(
    'it would excuse the next finding of its kind without anybody having looked',
  );
  expect(wayOutOf(unused!, history, '--database shop')).toEqual([unused!.help]);
});

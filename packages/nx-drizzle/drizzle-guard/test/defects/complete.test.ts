import { expect, test } from 'vitest';
import { rulesAbout } from '../../src/rules/index';
import { foldersBaseDefects, journalBaseDefects } from './base-defects';
import { foldersDefects, notInFolders } from './folders-defects';
import { journalDefects, notInJournals } from './journal-defects';

test.each([
  ['journal', [...journalDefects, ...journalBaseDefects], notInJournals],
  ['folders', [...foldersDefects, ...foldersBaseDefects], notInFolders],
])('every code has a defect in the layout %s, or it is said why it cannot', (_, defects, never) => {
  const all = [...new Set([...rulesAbout.structure, ...rulesAbout.base].map(({ code }) => code))].sort();
  const own = new Set(defects.map(({ code }) => code));
  expect([...own, ...Object.keys(never)].sort()).toEqual(all);
});

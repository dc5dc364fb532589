import { drizzleConfig, isLong, kitOneModules } from 'testkit';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Layout } from '../../src/history/history';
import { readHistory } from '../../src/history/read-history';
import { memoryTree } from '../../src/sources/memory-tree';
import { besideFiles } from '../against-base';
import { found } from '../found';
import { asked } from '../checked';
import { codesOf } from '../histories';
import { foldersBaseDefects, journalBaseDefects, type AgainstBase } from './base-defects';
import type { Defect } from './defect';
import { foldersFolder, journalFolder } from './edit-folders';
import { foldersDefects } from './folders-defects';
import { harmlessInFolders, harmlessInJournals, type Harmless } from './harmless-changes';
import { journalDefects } from './journal-defects';
import { DIALECTS, makeRealHistories, type Files, type RealHistory } from './real-histories';

// Every defect, one at a time, in histories that drizzle-kit made: each layout, each dialect.

interface Side<Folder> {
  open(files: Files): Folder & { files: Record<string, string> };
  defects: readonly Defect<Folder>[];
  baseDefects: readonly AgainstBase<Folder>[];
  harmless: readonly Harmless<Folder>[];
}

const SIDES: Record<Layout, Side<any>> = {
  journal: {
    open: journalFolder,
    defects: journalDefects,
    baseDefects: journalBaseDefects,
    harmless: harmlessInJournals,
  },
  folders: {
    open: foldersFolder,
    defects: foldersDefects,
    baseDefects: foldersBaseDefects,
    harmless: harmlessInFolders,
  },
};

let histories: RealHistory[] = [];
beforeAll(async () => {
  histories = await makeRealHistories();
}, 120_000);

const filesOf = (layout: Layout, dialect: string): Files =>
  histories.find((one) => one.layout === layout && one.dialect === dialect)!.files;

async function structureCodes(files: Files): Promise<string[]> {
  const history = await readHistory(memoryTree(files), 'drizzle');
  return codesOf(found('structure', { history, now: Date.now() })).sort();
}

/** @param landed the base; `ancestor` is where it and these files went apart */
async function allCodes(files: Files, landed: Files, ancestor: Files): Promise<string[]> {
  const against = found('base', await besideFiles(files, landed, ancestor));
  return [...new Set([...(await structureCodes(files)), ...codesOf(against)])].sort();
}

/** What check says of a package with this schema. */
async function check({ layout, dialect, files }: RealHistory, schema: string) {
  const { exitCode, database } = await asked(
    { 'package.json': '{}', 'drizzle.config.ts': drizzleConfig({ dialect }), 'schema.ts': schema, ...files },
    undefined,
    layout === 'folders' ? kitOneModules() : undefined,
  );
  return { exitCode, codes: codesOf(database.findings) };
}

const expected = ({ code, also = {} }: Defect<any>) => [code, ...Object.keys(also)].sort();

describe.each(Object.keys(SIDES) as Layout[])('%s', (layout) => {
  const { open, defects, baseDefects, harmless } = SIDES[layout];

  describe.each(DIALECTS)('%s', (dialect) => {
    const isMine = ({ dialects = DIALECTS }: Defect<any>) => dialects.includes(dialect);

    test.each(harmless)('intact with $what', async ({ change }) => {
      const intact = filesOf(layout, dialect);
      const folder = open(intact);
      change(folder);
      expect(await structureCodes(folder.files)).toEqual([]);
      const landed = withoutNewest(intact);
      expect(await allCodes(folder.files, landed, landed)).toEqual([]);
      expect(await allCodes(folder.files, intact, landed)).toEqual([]);
    });

    test.each(defects.filter(isMine))('$code: $what', async (defect) => {
      const intact = filesOf(layout, dialect);
      const folder = open(intact);
      defect.inject(folder);
      expect(folder.files).not.toEqual(intact);
      expect(await structureCodes(folder.files)).toEqual(expected(defect));
    });

    test.each(baseDefects.filter(isMine))('against the base, $code: $what', async (defect) => {
      const intact = filesOf(layout, dialect);
      const ancestor = withoutNewest(intact);
      const landed = open(ancestor);
      defect.meanwhile?.(landed);
      const here = open(intact);
      defect.inject(here);
      expect([here.files, landed.files]).not.toEqual([intact, ancestor]);
      expect(await allCodes(here.files, landed.files, ancestor)).toEqual(expected(defect));
    });

    // The others: check-dialects.test.ts and kit-one.test.ts.
    test.runIf(isLong || dialect === 'postgresql')('stale-schema: a table more in the schema', async () => {
      const intact = histories.find((one) => one.layout === layout && one.dialect === dialect)!;
      expect(await check(intact, intact.schema)).toEqual({ exitCode: 0, codes: [] });
      expect(await check(intact, intact.widerSchema)).toEqual({ exitCode: 1, codes: ['stale-schema'] });
    });

    function withoutNewest(files: Files): Files {
      const folder = open(files);
      folder.drop(-1);
      return folder.files;
    }
  });
});

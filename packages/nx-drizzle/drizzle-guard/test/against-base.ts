import type { MigrationSpec } from 'testkit';
import type { BaseContext } from '../src/rules/contexts';
import { readHistory } from '../src/history/read-history';
import { memoryTree } from '../src/sources/memory-tree';
import { compareHeld } from '../src/judging/landing';
import { historyFiles, type Changes } from './histories';

type Given = readonly (string | MigrationSpec)[] | [readonly (string | MigrationSpec)[], Changes];

/**
 * A made-up history beside a landed one, named origin/main.
 * @param ancestor where the two went apart; by default the landed one
 */
export function beside(here: Given, landed: Given, ancestor: Given | null = landed): Promise<BaseContext> {
  const filesOf = (given: Given) => historyFiles(...parts(given));
  return besideFiles(filesOf(here), filesOf(landed), ancestor && filesOf(ancestor));
}

/** The same of the files of migrations folders (path → text), all in `drizzle/`. */
export async function besideFiles(
  here: Readonly<Record<string, string>>,
  landed: Readonly<Record<string, string>>,
  ancestor: Readonly<Record<string, string>> | null,
): Promise<BaseContext> {
  const held = async (files: Readonly<Record<string, string>>) => {
    const tree = memoryTree(files);
    return { tree, history: await readHistory(tree, 'drizzle') };
  };
  return compareHeld('origin/main', await held(here), await held(landed), ancestor && (await held(ancestor)));
}

function parts(given: Given): [readonly (string | MigrationSpec)[], Changes] {
  return Array.isArray(given[0])
    ? (given as [readonly MigrationSpec[], Changes])
    : [given as readonly string[], {}];
}

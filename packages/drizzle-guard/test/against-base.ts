import type { MigrationSpec } from 'testkit';
import type { AgainstBase } from '../src/checks/against-base';
import { memoryTree } from '../src/sources/memory-tree';
import { besideLanded } from '../src/verdicts/landed';
import { historyFiles, historyOf, type Changes } from './histories';

type Given = readonly (string | MigrationSpec)[] | [readonly (string | MigrationSpec)[], Changes];

/**
 * A made-up history beside a landed one, named origin/main.
 * @param ancestor where the two went apart; by default the landed one
 */
export async function beside(
  here: Given,
  landed: Given,
  ancestor: Given | null = landed,
): Promise<AgainstBase> {
  const treeOf = (given: Given) => memoryTree(historyFiles(...parts(given)));
  const close = () => {};
  return besideLanded(
    { tree: treeOf(here), history: await historyOf(...parts(here)) },
    {
      base: { name: 'origin/main', commit: 'landed' },
      tree: treeOf(landed),
      ancestor: ancestor && treeOf(ancestor),
      close,
    },
  );
}

function parts(given: Given): [readonly (string | MigrationSpec)[], Changes] {
  return Array.isArray(given[0])
    ? (given as [readonly MigrationSpec[], Changes])
    : [given as readonly string[], {}];
}

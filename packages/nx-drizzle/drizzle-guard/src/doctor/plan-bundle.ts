import type { History } from '../history/history';
import { bundleFileOf, bundleText, isExpoBundle } from '../history/layouts/bundle';
import { staleBundle } from '../rules/structure/stale-bundle';
import type { RepairPlan } from './repair';
import type { Texts } from './texts';

/**
 * Writes migrations.js anew, as drizzle-kit does. Not one that was changed by hand, and not from a list of migrations
 * that is not whole.
 * @param history as the rest of the plan leaves it
 */
export async function planBundle(
  history: History,
  driver: string | null,
  texts: Texts,
  plan: RepairPlan,
): Promise<void> {
  const found = staleBundle.find.structure({ history, now: 0, driver });
  const isWhole =
    history.layout === 'journal'
      ? !history.journalUnreadable && history.journalProblems.length === 0
      : history.misnamed.length === 0;
  const hasAll = history.foreignFiles.length === 0 && history.migrations.every(({ hasSql }) => hasSql);
  if (found.length === 0 || !isWhole || !hasAll || history.bundle?.isAsWritten === false) return;
  const file = bundleFileOf(history.dir);
  const old = await texts.read(file);
  // Something else of that name is not written over.
  if (old !== undefined && !history.bundle) return;
  const isExpo = driver === null ? isExpoBundle(old ?? '') : driver === 'expo';
  await texts.write(file, bundleText(history, isExpo));
  const from = history.layout === 'journal' ? 'journal' : 'folders';
  plan.repairs.push({
    code: 'stale-bundle',
    file,
    what: `${file} is written ${old === undefined ? '' : 'anew '}from the ${from}, as drizzle-kit does`,
  });
}

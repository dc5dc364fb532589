import { bundleFileOf } from '../../history/layouts/bundle';
import { planBundle } from '../../doctor/plan-bundle';
import type { RepairPlan } from '../../doctor/repair';
import { rereadHistory } from '../../doctor/reread-history';
import { keepTexts } from '../../doctor/texts';
import { overlayTree } from '../../sources/overlay-tree';
import type { Files } from './place-files';
import type { Held } from './read-steps';
import type { Rebasing } from './rebasing';

/** With `migrations.js` of the drivers that have one (expo, durable-sqlite), which lists the migrations too. */
export async function withBundle(
  { folder }: Rebasing,
  { tree, history }: Held,
  files: Files,
): Promise<Files> {
  const there = overlayTree(tree, files);
  const texts = keepTexts(async (file) => (await there.read(file))?.toString('utf8'));
  const plan: RepairPlan = {
    ...{ repairs: [], edits: [], later: [], decisions: [], rebuilt: [], left: [], harm: null },
  };
  const moved = await rereadHistory(there, history, new Set(files.keys()));
  await planBundle(moved, folder.driver ?? null, texts, plan);
  const text = await texts.read(bundleFileOf(history.dir));
  return plan.repairs.length === 0 || text === undefined
    ? files
    : new Map([...files, [bundleFileOf(history.dir), Buffer.from(text)]]);
}

import { init, type InitResult } from '../commands/init/run';
import { renderPlan } from '../commands/init/render';
import { usage, type Values } from './define-command';
import type { initOptions } from './init-options';
import { isTerminal, type Output } from './output';

/**
 * Runs init: the plan is printed before it is carried out; the rest of the result is the caller's to print.
 * @throws GuardError `usage`, and what `init` throws
 */
export async function runInit(values: Values<typeof initOptions>, output: Output): Promise<InitResult> {
  const { base, 'dry-run': dryRun = false } = values;
  const interactive = !output.json && isTerminal(0) && isTerminal(1);
  return init({
    cwd: process.cwd(),
    dryRun,
    base,
    applyAfterMerge: applyAfterMergeOf(values),
    ask: interactive ? askWhetherToApply : undefined,
    onPlan: (plan) => output.tell(renderPlan(plan, dryRun, output.style)),
  });
}

function applyAfterMergeOf(values: Values<typeof initOptions>): boolean | undefined {
  const { 'apply-after-merge': yes, 'no-apply-after-merge': no } = values;
  if (yes && no) throw usage('--apply-after-merge and --no-apply-after-merge exclude each other');
  return yes ? true : no ? false : undefined;
}

/** null where the user gives up. The library that asks is loaded only here. */
async function askWhetherToApply(): Promise<boolean | null> {
  const { confirm, isCancel } = await import('@clack/prompts');
  const answer = await confirm({
    message: 'Apply the migrations that a merge or pull brings to your development database, by themselves?',
    initialValue: false,
  });
  return isCancel(answer) ? null : answer;
}

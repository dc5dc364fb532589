import type { Style } from '../report/style';
import type { InitResult, InitOptions } from '../commands/init';

/** What `init` is told on the command line. */
export interface InitFlags {
  base?: string | undefined;
  applyAfterMerge?: boolean | undefined;
  dryRun?: boolean | undefined;
}

/**
 * Runs init: the plan is printed before it is carried out; the rest of the result is left to the caller.
 * @param interactive whether there is a terminal to ask in
 * @param tell prints for people
 */
export async function runInit(
  { base, applyAfterMerge, dryRun = false }: InitFlags,
  { interactive, style, tell }: { interactive: boolean; style: Style; tell: (text: string) => void },
): Promise<InitResult> {
  const { init } = await import('../commands/init');
  const { renderPlan } = await import('../report/init');
  const options: InitOptions = {
    cwd: process.cwd(),
    dryRun,
    onPlan: (plan) => tell(renderPlan(plan, dryRun, style)),
    ...(base === undefined ? {} : { base }),
    ...(applyAfterMerge === undefined ? {} : { applyAfterMerge }),
    ...(interactive ? { ask: askWhetherToApply } : {}),
  };
  return init(options);
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

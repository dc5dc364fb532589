import { confirm, isCancel } from '@clack/prompts';

/** Asks on the terminal; null where the user gives up. */
export async function askWhetherToApply(): Promise<boolean | null> {
  const answer = await confirm({
    message: 'Apply the migrations that a merge or pull brings to your development database, by themselves?',
    initialValue: false,
  });
  return isCancel(answer) ? null : answer;
}

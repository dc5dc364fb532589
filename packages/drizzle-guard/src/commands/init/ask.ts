import { confirm, isCancel } from '@clack/prompts';

const MESSAGES = {
  applyAfterMerge:
    'Apply the migrations that a merge or pull brings to your development database, by themselves?',
  onMerge:
    'Where the migrations of two branches stop a merge: move yours behind the others by themselves, when it is proved that they go together?',
};

/** What init asks in a terminal, and there alone. */
export type Question = keyof typeof MESSAGES;

/** Asks on the terminal; null where the user gives up. */
export async function ask(question: Question): Promise<boolean | null> {
  const answer = await confirm({ message: MESSAGES[question], initialValue: false });
  return isCancel(answer) ? null : answer;
}

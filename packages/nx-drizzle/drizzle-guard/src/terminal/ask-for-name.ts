import { isCancel, text } from '@clack/prompts';

/**
 * Asks on the terminal for a name to be typed.
 * @returns null where the user gives up
 */
export async function askForName(question: string, name: string): Promise<string | null> {
  const typed = await text({ message: `${question} Type ${name} to go on:` });
  return isCancel(typed) ? null : typed.trim();
}

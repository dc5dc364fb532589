/** Asks a question in the terminal; null where the user gives up. The library is loaded only here. */
export async function confirmInTerminal(message: string): Promise<boolean | null> {
  const { confirm, isCancel } = await import('@clack/prompts');
  const answer = await confirm({ message, initialValue: false });
  return isCancel(answer) ? null : answer;
}

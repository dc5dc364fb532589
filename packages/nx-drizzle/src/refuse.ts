/**
 * The executor of a target that stands where a command cannot be run: it says so and fails. An executor, because the
 * sentence would have to pass a shell as a command.
 *
 * @param options.message what the user reads
 * @returns that the task failed
 */
export async function refuse(options: { readonly message: string }): Promise<{ success: false }> {
  process.stderr.write(`${options.message}\nNothing was run.\n`);
  return { success: false };
}

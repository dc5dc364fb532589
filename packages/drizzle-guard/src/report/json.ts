import { exitCodeOf, type CommandResult } from '../results/command-result';

/** The one document of --json: `version`, `command`, `exitCode`, then what the command gives. */
export function renderJson(result: CommandResult): string {
  const { command, exitCode = exitCodeOf(result), ...rest } = result;
  return `${JSON.stringify({ version: 1, command, exitCode, ...rest }, null, 2)}\n`;
}

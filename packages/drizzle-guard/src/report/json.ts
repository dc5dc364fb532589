import { exitCodeOf, type CommandResult } from '../result';

/** The one document of --json: `version`, `command`, `exitCode`, then what the command gives. */
export function renderJson({ command, ...rest }: CommandResult): string {
  const exitCode = exitCodeOf({ command, ...rest });
  return `${JSON.stringify({ version: 1, command, exitCode, ...rest }, null, 2)}\n`;
}

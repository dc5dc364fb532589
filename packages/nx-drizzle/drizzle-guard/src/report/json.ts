import { exitCodeOf, type CommandResult } from '../results/command-result';
import { briefly } from './briefly';

/** The one document of --json: `version`, `command`, `exitCode`, then what the command gives. */
export function renderJson(result: CommandResult): string {
  const { command, exitCode = exitCodeOf(result), ...rest } = result;
  const text = JSON.stringify({ version: 1, command, exitCode, ...briefly(rest) }, null, 2);
  return `${text.replaceAll(UNESCAPED, escaped)}\n`;
}

/** What JSON may hold as it is, and a terminal would obey. */
const UNESCAPED = /[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

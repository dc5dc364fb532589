import { parseArgs, type ParseArgsConfig } from 'node:util';
import { GuardError } from '../errors/guard-error';
import type { ExitCode } from '../results/command-result';
import type { Output } from './output';
import { wordsOf } from '../errors/words-of';

/** One option, declared once: what parses it, what types it, and what --help says. */
export interface OptionRow {
  type: 'string' | 'boolean';
  short?: string;
  multiple?: boolean;
  /** What stands for the value in --help. */
  value?: string;
  choices?: readonly string[];
  help: string;
}

export type OptionTable = Readonly<Record<string, OptionRow>>;

/** What parseArgs makes of a table. */
export type Values<O extends OptionTable> = {
  [K in keyof O]?: O[K] extends { multiple: true }
    ? string[]
    : O[K] extends { type: 'boolean' }
      ? boolean
      : string;
};

export interface CommandRow {
  name: string;
  summary: string;
  /** A word behind the command, as --help shows it: `<code>`. */
  argument?: string;
  options: OptionTable;
  run(args: readonly string[], output: Output): Promise<ExitCode>;
}

/** Ties a command's options to what it does with them. */
export function defineCommand<const O extends OptionTable>(
  row: Omit<CommandRow, 'options' | 'run'> & {
    options: O;
    run(values: Values<O>, output: Output, argument: string): Promise<ExitCode>;
  },
): CommandRow {
  return {
    ...row,
    run(args, output) {
      const { values, positionals } = parse(args, row.options, row.argument !== undefined);
      return row.run(values as Values<O>, output, positionals[0] ?? '');
    },
  };
}

/** @throws GuardError `usage` */
function parse(args: readonly string[], options: OptionTable, withArgument: boolean) {
  try {
    const parsed = parseArgs({
      args: [...args],
      options: options as unknown as NonNullable<ParseArgsConfig['options']>,
      allowPositionals: withArgument,
      strict: true,
    });
    if (withArgument && parsed.positionals.length !== 1) throw new Error('exactly one word is expected here');
    for (const [name, { choices }] of Object.entries(options)) {
      const value = parsed.values[name];
      if (choices && typeof value === 'string' && !choices.includes(value))
        throw new Error(`--${name} takes ${choices.join(' or ')}, not ${value}`);
    }
    return parsed;
  } catch (thrown) {
    throw usage(wordsOf(thrown).split('. To specify')[0]!);
  }
}

export function usage(message: string): GuardError {
  return new GuardError('usage', message, 'run `drizzle-guard --help`, or `drizzle-guard <command> --help`');
}

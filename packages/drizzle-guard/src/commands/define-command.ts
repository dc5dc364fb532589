import { parseArgs, type ParseArgsConfig } from 'node:util';
import { GuardError } from '../errors/guard-error';
import { wordsOf } from '../errors/words-of';
import { asCalled, type Called } from '../report/as-called';
import type { Renderer } from '../report/document';
import type { CommandResult, ExitCode } from '../results/command-result';
import { report, type Output } from '../terminal/output';
import type { TargetRow } from './target-row';

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

/** By name, as it is typed behind `--`. */
export type OptionTable = Readonly<Record<string, OptionRow>>;

/** What was given of a table's options: `--dry-run` is `dryRun`. */
export type Values<O extends OptionTable> = {
  [Name in keyof O as CamelCase<Name & string>]?: ValueOf<O[Name]>;
};

type CamelCase<Name extends string> = Name extends `${infer Head}-${infer Rest}`
  ? `${Head}${Capitalize<CamelCase<Rest>>}`
  : Name;

type ValueOf<O extends OptionRow> = O extends { multiple: true }
  ? string[]
  : O extends { type: 'boolean' }
    ? boolean
    : O extends { choices: readonly (infer Choice)[] }
      ? Choice
      : string;

export interface CommandRow<TargetName extends string = string> {
  name: string;
  summary: string;
  /** A word behind the command, as --help shows it: `<code>`; `[n]` where it may be left out. */
  argument?: string;
  options: OptionTable;
  targets: readonly TargetRow<TargetName>[];
  run(args: readonly string[], output: Output): Promise<ExitCode>;
}

/**
 * Declares a command: from what is said here come the command line, its help, docs/commands.md and the Nx targets.
 *
 * @param row `run` and `render` import what they need when they are called: every start of the bin reads all rows
 */
export function defineCommand<
  const O extends OptionTable,
  R extends CommandResult,
  TargetName extends string = never,
>(
  row: Omit<CommandRow, 'options' | 'targets' | 'run'> & {
    options: O;
    targets?: readonly TargetRow<TargetName>[];
    run(values: Values<O>, output: Output, argument: string): Promise<R>;
    /** Not asked for where a JSON document is printed. */
    render(values: Values<O>): Promise<Renderer<R>>;
  },
): CommandRow<TargetName> {
  return {
    ...row,
    targets: row.targets ?? [],
    async run(args, output) {
      const { values, argument } = parse(args, row.options, row.argument);
      const result = await row.run(values, output, argument).finally(() => output.doing(null));
      return report(output, asCalled(result, values as Called), () => row.render(values));
    },
  };
}

/** @throws GuardError `usage` */
function parse<O extends OptionTable>(
  args: readonly string[],
  options: O,
  expected: string | undefined,
): { values: Values<O>; argument: string } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: options as unknown as NonNullable<ParseArgsConfig['options']>,
      allowPositionals: expected !== undefined,
      strict: true,
    });
    const isOptional = expected?.startsWith('[') ?? true;
    if (!isOptional && positionals.length !== 1) throw new Error('exactly one word is expected here');
    if (positionals.length > 1) throw new Error('one word at the most is expected here');
    for (const [name, { choices }] of Object.entries(options)) {
      const value = values[name];
      if (choices && typeof value === 'string' && !choices.includes(value))
        throw new Error(`--${name} takes ${choices.join(' or ')}, not ${value}`);
    }
    const named = Object.entries(values).map(([name, value]) => [camelCase(name), value] as const);
    return { values: Object.fromEntries(named) as Values<O>, argument: positionals[0] ?? '' };
  } catch (thrown) {
    throw usage(wordsOf(thrown).split('. To specify')[0]!);
  }
}

function camelCase(name: string): string {
  return name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

export function usage(message: string): GuardError {
  return new GuardError('usage', message, 'run `drizzle-guard --help`, or `drizzle-guard <command> --help`');
}

import { writeSync } from 'node:fs';
import type { Renderer } from '../report/document';
import { briefly } from '../report/briefly';
import { inked, inkedForWorkflow, safely, safeText } from '../report/safe-text';
import type { Style } from '../report/style';
import { asTyped, withTyped } from '../report/typeable';
import { exitCodeOf, type CommandResult, type ExitCode } from '../results/command-result';
import { isTerminal } from './is-terminal';
import { createProgress } from './progress';
import { typingHere } from './typing-here';

export type Format = 'pretty' | 'json' | 'github';

/** Where a command prints: documents to stdout, and people's text there too unless a document is. */
export interface Output {
  json: boolean;
  /** `github`: workflow commands are printed on stdout, after people's text. */
  format: Format;
  /** A line for people, without colours. */
  say(line: string): void;
  /** Words for people about a value, whose texts may come from anywhere. */
  show<T>(value: T, render: (value: T, style: Style) => string): void;
  /** The one JSON document, or workflow commands. */
  document(text: string): void;
  /**
   * Says what is being done while it takes long, on a terminal; null where nothing is, or somebody else has it. For whom
   * it waits is a line of stderr where there is none.
   */
  doing(what: string | null): void;
}

/** @param styleFor the style of a stream, given whether it is a terminal */
export function createOutput(format: Format, styleFor: (isTerminal: boolean) => Style): Output {
  const json = format === 'json';
  const stream = json ? 2 : 1;
  const pass = format === 'github' ? inkedForWorkflow : inked;
  const style = styleFor(isTerminal(stream));
  const { doing, aside } = createProgress(!json && !('CI' in process.env), (line) => print(2, `${line}\n`));
  const put = (text: string) => aside(() => print(stream, pass(asTyped(text, typingHere))));
  return {
    json,
    format,
    show: (value, render) => put(render(safely(value), style)),
    say: (line) => put(`${safeText(line)}\n`),
    document: (text) => aside(() => print(1, text)),
    doing: (what) => doing(what === null ? null : safeText(what)),
  };
}

/**
 * Prints a result in the form asked for.
 * @returns the command's exit code
 */
export async function report<R extends CommandResult>(
  output: Output,
  result: R,
  loadRenderer: () => Promise<Renderer<R>>,
): Promise<ExitCode> {
  if (process.env['DRIZZLE_GUARD_DEBUG'])
    for (const { error } of result.databases) if (error?.stack) print(2, `${safeText(error.stack)}\n`);
  if (!output.json) output.show(briefly(result), await loadRenderer());
  await printDocument(output, result);
  return exitCodeOf(result);
}

/** What machines read of a result, where the form that was asked for has it. */
export async function printDocument(
  { json, format, document }: Pick<Output, 'json' | 'format' | 'document'>,
  result: CommandResult,
): Promise<void> {
  if (json) document((await import('../report/json')).renderJson(withTyped(result, typingHere)));
  if (format !== 'github') return;
  document((await import('../report/github')).renderGithub(safely(briefly(withTyped(result, typingHere)))));
}

/**
 * Writes to a descriptor directly: Node needs milliseconds to build process.stdout, which is a tenth of a hook's time.
 * A reader that left early (`| head`) is no error.
 */
export function print(descriptor: 1 | 2, text: string): void {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (thrown) {
      const { code } = thrown as NodeJS.ErrnoException;
      if (code === 'EPIPE') return;
      // A pipe that is full and does not block: wait for its reader.
      if (code !== 'EAGAIN') throw thrown;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

/** Whether somebody can be asked. */
export function isInteractive({ json }: Output): boolean {
  return !json && isTerminal(0) && isTerminal(1);
}

/** The form that a command line asks for, read before it is parsed: also bad usage is told in that form. */
export function formatOf(args: readonly string[]): Format {
  const at = args.findIndex((word) => word === '--format' || word.startsWith('--format='));
  const value = args[at]?.includes('=') ? args[at].slice('--format='.length) : args[at + 1];
  if (args.includes('--json') || (at !== -1 && value === 'json')) return 'json';
  return at !== -1 && value === 'github' ? 'github' : 'pretty';
}

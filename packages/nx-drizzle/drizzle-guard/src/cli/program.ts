import { requireModules } from './require-modules';
import { usage } from '../commands/define-command';
import { commands } from '../commands/index';
import { failureOf } from '../errors/failure';
import { stackOf } from '../errors/words-of';
import { briefly } from '../report/briefly';
import { renderFailure } from '../report/document';
import { styleFor, type Style } from '../report/style';
import { type ExitCode } from '../results/command-result';
import { createOutput, formatOf, print, printDocument, type Format } from '../terminal/output';

/** They run under Plug'n'Play too; init refuses by itself, and can be taken out. */
const ANYWHERE = new Set(['explain', 'init']);

/**
 * Runs one command line.
 * @param argv without node and the script
 * @returns 2 also for a command line that is not understood
 */
export async function run(argv: readonly string[]): Promise<ExitCode> {
  const [name, ...args] = argv;
  const format = formatOf(args);
  try {
    if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
      print(1, (await import('./help')).generalHelp(commands));
      return name === undefined ? 2 : 0;
    }
    const command = commands.find((candidate) => candidate.name === name);
    if (!command)
      throw usage(
        `there is no command ${name}; there are ${commands.map((one) => one.name).join(', ')} and hook`,
      );
    if (args.includes('--help') || args.includes('-h')) {
      print(1, (await import('./help')).commandHelp(command));
      return 0;
    }
    if (!ANYWHERE.has(command.name)) requireModules(process.cwd());
    return await command.run(args, createOutput(format, styleOf));
  } catch (thrown) {
    return reportFailure(thrown, name ?? '', format);
  }
}

async function reportFailure(thrown: unknown, command: string, format: Format): Promise<ExitCode> {
  const error = failureOf(thrown);
  await printDocument(createOutput(format, styleOf), { command, databases: [], error });
  const { say, show } = createOutput('json', styleOf);
  const stack = process.env['DRIZZLE_GUARD_DEBUG'] ? stackOf(thrown) : null;
  if (stack !== null) say(stack);
  show(briefly(error), renderFailure);
  return 2;
}

function styleOf(isTerminal: boolean): Style {
  return styleFor(isTerminal, process.env);
}

import { Command, CommanderError, Option } from 'commander';
import { version } from '../../package.json';
import { styleFor } from '../report/style';
import { exitCodeOf, failureOf, type CommandResult, type ExitCode } from '../result';
import type { Renderer } from '../report/pretty';

interface SharedFlags {
  database?: string[];
  json?: true;
}

interface Output {
  json: boolean;
  /** A line for people: stdout, or stderr where stdout belongs to the JSON document. */
  say(text: string): void;
}

/**
 * Runs one command line and returns its exit code: 2 also for a command line that is not understood.
 * @param argv without node and the script
 */
export async function run(argv: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const program = createProgram((code) => (exitCode = code));
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return 0;
    const asJson = argv.includes('--json');
    const error =
      thrown instanceof CommanderError
        ? {
            code: 'usage',
            message: thrown.message.replace(/^error: /, ''),
            help: 'run `drizzle-guard --help`',
          }
        : failureOf(thrown);
    if (process.env['DRIZZLE_GUARD_DEBUG'] && thrown instanceof Error)
      process.stderr.write(`${thrown.stack}\n`);
    const command = argv.find((word) => !word.startsWith('-')) ?? '';
    const { renderFailure } = await import('../report/pretty');
    const { renderJson } = await import('../report/json');
    if (asJson) process.stdout.write(renderJson({ command, databases: [], error }));
    process.stderr.write(renderFailure(error, styleFor(process.stderr, process.env)));
    return 2;
  }
}

function createProgram(setExitCode: (code: ExitCode) => void): Command {
  const program = new Command('drizzle-guard')
    .description('Drizzle migrations that a team cannot break')
    .version(version)
    .showSuggestionAfterError()
    .configureOutput({ outputError: () => undefined })
    .exitOverride();

  /** Runs a command, prints its result in the form asked for, and keeps its exit code. */
  const report =
    <F extends SharedFlags, R extends CommandResult>(
      execute: (flags: F, output: Output) => Promise<R>,
      rendererOf: () => Promise<Renderer<R>>,
    ) =>
    async (flags: F) => {
      const json = flags.json ?? false;
      const stream = json ? process.stderr : process.stdout;
      const result = await execute(flags, { json, say: (text) => void stream.write(`${text}\n`) });
      if (json) process.stdout.write((await import('../report/json')).renderJson(result));
      else stream.write((await rendererOf())(result, styleFor(stream, process.env)));
      setExitCode(exitCodeOf(result));
    };
  const pretty = () => import('../report/pretty');
  const cwd = process.cwd();

  databaseCommand(program, 'check', 'say what is wrong with the migrations, without a database')
    .option('--migrations <folder>', 'check a bare migrations folder, without a drizzle config')
    .action(
      report(
        async ({ database = [], migrations }: SharedFlags & { migrations?: string }) =>
          (await import('../commands/check')).check({
            cwd,
            database,
            ...(migrations === undefined ? {} : { migrations }),
          }),
        async () => (await pretty()).renderCheck,
      ),
    );

  databaseCommand(program, 'generate', "run drizzle-kit's generate and tell the truth about it")
    .option('--name <name>', 'name of the migration')
    .option('--custom', 'make an empty migration to be filled by hand')
    .action(
      report(
        async ({ database = [], json, ...flags }: SharedFlags & { name?: string; custom?: true }) =>
          (await import('../commands/generate')).generate({
            cwd,
            database,
            interactive: isTerminal() && !json,
            ...flags,
          }),
        async () => (await pretty()).renderGenerate,
      ),
    );

  liveCommand(program, 'migrate', 'apply pending migrations, in order, under a lock')
    .option('--dry-run', 'show what would be applied')
    .option('--to <migration>', 'stop after this migration')
    .addOption(new Option('--late <what>', 'apply late migrations too, out of order').choices(['apply']))
    .action(
      report(
        async (
          {
            database = [],
            json: _json,
            ...flags
          }: SharedFlags & { environment?: string; dryRun?: true; to?: string; late?: 'apply' },
          { say },
        ) =>
          (await import('../commands/migrate')).migrate({
            cwd,
            database,
            ...flags,
            onTarget: (name, environment, target) => say(`${name}  ${environment}  ${target}`),
            onApplied: (_name, { migration, milliseconds }) => say(`  ${migration}  ${milliseconds} ms`),
          }),
        async () => (await pretty()).renderMigrate,
      ),
    );

  liveCommand(program, 'status', 'say which migrations a database has')
    .option('--pending', 'only what is not applied yet')
    .action(
      report(
        async ({
          database = [],
          json: _json,
          ...flags
        }: SharedFlags & { environment?: string; pending?: true }) =>
          (await import('../commands/status')).status({ cwd, database, ...flags }),
        async () => (await pretty()).renderStatus,
      ),
    );

  program
    .command('explain')
    .description('what a finding or error means, and the way out')
    .argument('<code>')
    .option('--json', 'print one JSON document on stdout')
    .action(async (code: string, flags: { json?: true }) => {
      const { explain } = await import('../commands/explain');
      const explanation = explain(code);
      if (flags.json)
        process.stdout.write(
          `${JSON.stringify({ version: 1, command: 'explain', exitCode: 0, databases: [], explanation }, null, 2)}\n`,
        );
      else process.stdout.write(`${explanation.code} (${explanation.kind})\n\n${explanation.text}\n`);
    });
  return program;
}

function databaseCommand(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .option('-d, --database <name|dir>', 'a database, by name or folder; may be given again', collect)
    .option('--json', 'print one JSON document on stdout');
}

function liveCommand(program: Command, name: string, description: string): Command {
  return databaseCommand(program, name, description).option(
    '-e, --environment <name>',
    'development, staging, production or your own (default: DRIZZLE_GUARD_ENVIRONMENT, else development)',
  );
}

function collect(value: string, earlier: string[] | undefined): string[] {
  return [...(earlier ?? []), value];
}

function isTerminal(): boolean {
  return process.stdin.isTTY === true && process.stdout.isTTY === true;
}

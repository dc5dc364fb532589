import { messageOf } from '../errors';

// Node's own exit code for an uncaught error is 1, which here means "findings".
const crash = (thrown: unknown) => {
  const stack =
    thrown instanceof Error && process.env['DRIZZLE_GUARD_DEBUG'] ? thrown.stack : messageOf(thrown);
  process.stderr.write(
    `error[internal-error] ${stack}\n  help: run it again with DRIZZLE_GUARD_DEBUG=1, and report it\n`,
  );
  process.exit(2);
};
process.on('uncaughtException', crash);
process.on('unhandledRejection', crash);
// The reader of a pipe may leave early (`| head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

void start(process.argv.slice(2));

/** A hook runs at every commit, so it does not even load what reads a command line. */
async function start(argv: string[]): Promise<void> {
  process.exitCode =
    argv[0] === 'hook' && argv[1] !== '--help'
      ? await (await import('./run-hook')).runHook(argv.slice(1), process.cwd())
      : await (await import('./program')).run(argv);
}

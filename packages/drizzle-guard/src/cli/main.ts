import { messageOf, withoutPasswords } from '../errors';

// Node's own exit code for an uncaught error is 1, which here means "findings".
const crash = (thrown: unknown) => {
  const stack =
    thrown instanceof Error && process.env['DRIZZLE_GUARD_DEBUG'] ? thrown.stack : messageOf(thrown);
  process.stderr.write(
    `error[internal-error] ${withoutPasswords(stack ?? '')}\n  help: run it again with DRIZZLE_GUARD_DEBUG=1, and report it\n`,
  );
  process.exit(2);
};
process.on('uncaughtException', crash);
process.on('unhandledRejection', crash);
// The reader of a pipe may leave early (`| head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

void import('./program').then(async ({ run }) => {
  process.exitCode = await run(process.argv.slice(2));
});

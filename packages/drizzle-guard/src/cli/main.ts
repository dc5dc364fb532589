import { withoutPasswords } from '../errors';
import { renderJson } from '../report/json';
import { failureOf } from '../result';

// Node's own exit code for an uncaught error is 1, which here means "findings".
const crash = (thrown: unknown) => {
  const error = failureOf(thrown);
  const [command = ''] = process.argv.slice(2).filter((word) => !word.startsWith('-'));
  if (process.argv.includes('--json')) process.stdout.write(renderJson({ command, databases: [], error }));
  const stack = process.env['DRIZZLE_GUARD_DEBUG'] && thrown instanceof Error ? thrown.stack : undefined;
  const words = stack === undefined ? error.message : withoutPasswords(stack);
  process.stderr.write(`error[${error.code}] ${words}\n  help: ${error.help}\n`);
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

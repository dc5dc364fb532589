import { version } from '../../package.json';
import { messageOf, withoutPasswords } from '../errors';
import { print } from './output';

// Node's own exit code for an uncaught error is 1, which here means "findings".
const crash = (thrown: unknown) => {
  const stack =
    thrown instanceof Error && process.env['DRIZZLE_GUARD_DEBUG'] ? thrown.stack : messageOf(thrown);
  print(
    2,
    `error[internal-error] ${withoutPasswords(stack ?? '')}\n  help: run it again with DRIZZLE_GUARD_DEBUG=1, and report it\n`,
  );
  process.exit(2);
};
process.on('uncaughtException', crash);
process.on('unhandledRejection', crash);

if (process.env['DRIZZLE_GUARD_DEBUG']) process.setSourceMapsEnabled(true);
void start(process.argv.slice(2));

/** A hook runs at every commit, so it does not even load what reads a command line. */
async function start(argv: string[]): Promise<void> {
  if (argv[0] === '--version' || argv[0] === '-V') print(1, `${version}\n`);
  else if (argv[0] === 'hook')
    process.exitCode = await (await import('./run-hook')).runHook(argv.slice(1), process.cwd());
  else process.exitCode = await (await import('./program')).run(argv);
}

import path from 'node:path';
import { version } from '../../package.json';
import { messageOf, withoutPasswords } from '../errors';
import { glance, type Glance } from '../hooks/quick';
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

/** Each part is a bundle of its own, read when it is needed: a hook runs at every commit, and mostly for nothing. */
async function start([name, ...args]: string[]): Promise<void> {
  if (name === '--version' || name === '-V') print(1, `${version}\n`);
  else if (name === 'hook') process.exitCode = await hook(args);
  else process.exitCode = await load<typeof import('./program')>('program').run(process.argv.slice(2));
}

async function hook([name = '', ...args]: string[]): Promise<number> {
  const root = process.cwd();
  const { idle, staged } = tryGlance(name, args, root);
  return idle ? 0 : load<typeof import('./run-hook')>('hook').runHook(name, args, root, staged);
}

/** What fails here is looked into, and worded, by the hook itself. */
function tryGlance(name: string, args: readonly string[], root: string): Glance {
  try {
    return glance(name, args, root);
  } catch {
    return { idle: false };
  }
}

function load<T>(bundle: 'program' | 'hook'): T {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require(path.join(__dirname, `${bundle}.js`)) as T;
}

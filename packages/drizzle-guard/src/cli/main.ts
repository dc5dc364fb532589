import { version } from '../../package.json';
import { failureOf, type Failure } from '../errors/failure';
import { stackOf } from '../errors/words-of';
import { idlenessOf, type Idleness } from '../hooks/idle';
import { renderJson } from '../report/json';
import { safeText } from '../report/safe-text';
import { print } from '../terminal/output';
import { shortened } from '../text/shorten';

// Node's own exit code for an uncaught error is 1, which here means "findings".
const crash = (thrown: unknown) => {
  const error = asTyped(failureOf(thrown));
  const [command = ''] = process.argv.slice(2).filter((word) => !word.startsWith('-'));
  if (process.argv.includes('--json')) tryPrint(1, renderJson({ command, databases: [], error }));
  const stack = process.env['DRIZZLE_GUARD_DEBUG'] ? stackOf(thrown) : null;
  tryPrint(2, safeText(`error[${error.code}] ${shortened(stack ?? error.message)}\n  help: ${error.help}\n`));
  process.exit(2);
};
/** What a full disk has no room for is told as far as it goes: Node ends with 7 where this throws. */
function tryPrint(descriptor: 1 | 2, text: string): void {
  try {
    print(descriptor, text);
  } catch {
    return;
  }
}
/** How commands are typed here is read where one is told, and what fails there is no reason to tell nothing. */
function asTyped(failure: Failure): Failure {
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { typedWords } = require('../terminal/typing-here') as typeof import('../terminal/typing-here');
    return typedWords(failure);
  } catch {
    return failure;
  }
}

process.on('uncaughtException', crash);
process.on('unhandledRejection', crash);

if (process.env['DRIZZLE_GUARD_DEBUG']) process.setSourceMapsEnabled(true);
void start(process.argv.slice(2));

/** What is not needed is not even read: a hook runs at every commit, and mostly for nothing. */
async function start(argv: string[]): Promise<void> {
  endWith(await run(argv));
}

async function run(argv: string[]): Promise<number> {
  const [name, ...args] = argv;
  if (name === 'hook') return hook(args);
  if (name !== '--version' && name !== '-V') return (await import('./program')).run(argv);
  print(1, `${version}\n`);
  return 0;
}

/**
 * Everything is printed by then (see `print`), and an end that waits for what V8 still compiles costs up to 30 ms. A driver in
 * native code may close its files only when Node ends by itself.
 */
function endWith(code: number): void {
  const isNative = Object.keys(require.cache).some((file) => file.endsWith('.node'));
  if (isNative) process.exitCode = code;
  else process.exit(code);
}

async function hook([name = '', ...args]: string[]): Promise<number> {
  const root = process.cwd();
  const { idle, staged } = tryIdleness(name, args, root);
  return idle ? 0 : (await import('./run-hook')).runHook(name, args, root, staged);
}

/** What fails here is looked into, and worded, by the hook itself. */
function tryIdleness(name: string, args: readonly string[], root: string): Idleness {
  try {
    return idlenessOf(name, args, root);
  } catch {
    return { idle: false };
  }
}

import { isTerminal } from './is-terminal';

/** What takes less is over before anybody wonders. */
const PATIENCE = 1000;

/** How every command begins to say that somebody else is in its way (`<database>: waiting for <holder>`). */
const WAITING = /^\S+: waiting for /;

/** Shows that something is at work: on a terminal; elsewhere only that it waits for somebody. */
export interface Progress {
  /** @param what is being done; null where nothing is, or somebody else has the terminal */
  doing(what: string | null): void;
  /** Prints something else meanwhile. */
  aside(print: () => void): void;
}

interface Spinner {
  text: string;
  isSpinning: boolean;
  start(text?: string): unknown;
  stop(): unknown;
}

/**
 * Nothing is loaded, and nobody asked for a terminal, before something has taken a second. After Ctrl-C the terminal is
 * as it was.
 *
 * @param isShown whether people read stderr as it is written
 * @param tell prints a line where they do not, or where that is no terminal
 */
export function createProgress(isShown: boolean, tell: (line: string) => void): Progress {
  let what: string | null = null;
  let told: string | null = null;
  let timer: NodeJS.Timeout | undefined;
  let spinner: Promise<Spinner> | undefined;
  let shown: Spinner | undefined;

  async function show(): Promise<void> {
    if (!isTerminal(2)) return;
    shown = await (spinner ??= load());
    if (what !== null) shown.start(what);
  }

  return {
    doing(now) {
      if (now !== null && now !== told && WAITING.test(now) && !(isShown && isTerminal(2))) {
        told = now;
        tell(now);
      }
      if (!isShown) return;
      const isRunning = what !== null;
      what = now;
      if (now === null) {
        clearTimeout(timer);
        shown?.stop();
      } else if (shown?.isSpinning) shown.text = now;
      else if (!isRunning) timer = setTimeout(() => void show(), PATIENCE).unref();
    },
    aside(print) {
      const isSpinning = shown?.isSpinning === true;
      if (isSpinning) shown!.stop();
      print();
      if (isSpinning && what !== null) shown!.start(what);
    },
  };
}

async function load(): Promise<Spinner> {
  const { default: yoctoSpinner } = await import('yocto-spinner');
  // It would end the process at a signal by itself, also where a migration is to be finished first.
  const spinner = yoctoSpinner({ stream: process.stderr, handleSignals: false });
  process.once('exit', () => void spinner.stop());
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    // Before the others, which may stop listening when they are called.
    process.prependOnceListener(signal, () => {
      spinner.stop();
      if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
    });
  return spinner;
}

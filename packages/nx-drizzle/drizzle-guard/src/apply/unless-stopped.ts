/** How often somebody who waits is asked whether to stop. */
const ASKED_EVERY = 50;

/**
 * Waits for a piece of work as long as nobody has a reason to stop.
 * @param reasonToStop asked time and again: a reason in words, or null
 * @throws Stopped with that reason, or what the work throws; the work itself is not ended
 */
export function unlessStopped<T>(work: Promise<T>, reasonToStop: () => string | null): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setInterval(() => {
      const reason = reasonToStop();
      if (reason !== null) reject(new Stopped(reason));
    }, ASKED_EVERY);
    work.then(resolve, reject);
    work.catch(() => undefined).finally(() => clearInterval(timer));
  });
}

export class Stopped extends Error {}

import { Worker } from 'node:worker_threads';

/** How often it is looked whether the parent is there, in milliseconds. */
const INTERVAL = 500;

/** Where user code never returns, this process hears of nothing: another thread looks. */
const WATCH = `
const parent = ${process.ppid};
setInterval(() => {
  try { process.kill(parent, 0); if (process.platform !== 'win32' && process.ppid !== parent) throw new Error(); }
  catch { process.kill(process.pid, 'SIGKILL'); }
}, ${INTERVAL});`;

/** Ends this process with the one that started it, however that ends. */
export function endWithParent(end: () => never): void {
  process.on('disconnect', end);
  new Worker(WATCH, { eval: true, execArgv: [], env: {} }).unref();
}

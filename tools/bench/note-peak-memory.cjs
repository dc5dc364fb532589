// Loaded into a node process by memory.mjs. VmHWM, not resourceUsage(): that begins at what the starting process held.
const { appendFileSync, existsSync, readFileSync } = require('node:fs');
const { isMainThread } = require('node:worker_threads');

const STATUS = '/proc/self/status';

if (isMainThread && existsSync(STATUS))
  process.on('exit', () => {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(STATUS, 'utf8'))?.[1];
    appendFileSync(process.env.PEAK_MEMORY_FILE, `${kilobytes}\n`);
  });

'use strict';
// Required before a program (NODE_OPTIONS): ends it at its n-th write, as a crash or `kill -9` would, and keeps a list of them.
// A file is half written then; what is moved or taken away, and what git is asked to write, is not begun.
const fs = require('node:fs');
const path = require('node:path');
const childProcess = require('node:child_process');
const { isMainThread } = require('node:worker_threads');

const { KILL_IN, KILL_AT, KILL_LIST, KILL_BELOW } = process.env;
const words = process.argv.slice(2).join(' ');
const isIt = isMainThread && path.basename(`${process.argv[1]}`) === 'drizzle-guard.js';

// Caches may be lost; what is kept of a rebase or a merge is none.
const isCounted = (file) => {
  const below = path.relative(KILL_BELOW, `${file}`);
  if (below.startsWith('..')) return false;
  return !below.startsWith('.git/drizzle-guard/') || /\/(rebase|merge)\.json/.test(below);
};
const GIT_WRITES = ['merge', 'update-index', 'checkout-index', 'update-ref'];

if (isIt && words.startsWith(KILL_IN)) {
  const { writeFileSync, writeSync, openSync, closeSync } = fs;
  const opened = new Map();
  let count = 0;
  const reach = (what, before = () => undefined) => {
    count += 1;
    const list = openSync(KILL_LIST, 'a');
    writeSync(list, `${what.replaceAll(`.${process.pid}.tmp`, '')}\n`);
    closeSync(list);
    if (count !== Number(KILL_AT)) return;
    before();
    process.kill(process.pid, 'SIGKILL');
  };
  const shown = (file) => path.relative(KILL_BELOW, `${file}`);
  fs.openSync = (file, ...rest) => {
    const descriptor = openSync(file, ...rest);
    opened.set(descriptor, file);
    return descriptor;
  };
  fs.writeFileSync = (to, content, ...rest) => {
    const file = typeof to === 'number' ? opened.get(to) : to;
    if (isCounted(file))
      reach(`write ${shown(file)}`, () => {
        const bytes = Buffer.from(content);
        fs.openSync = openSync;
        writeFileSync(to, bytes.subarray(0, bytes.length >> 1), ...rest);
      });
    return writeFileSync(to, content, ...rest);
  };
  for (const name of ['renameSync', 'rmSync', 'rmdirSync']) {
    const real = fs[name];
    fs[name] = (file, ...rest) => {
      if (isCounted(file) && fs.existsSync(file)) reach(`${name.slice(0, -4)} ${shown(file)}`);
      return real(file, ...rest);
    };
  }
  const { spawnSync } = childProcess;
  childProcess.spawnSync = (program, args, ...rest) => {
    const word = args.find((one) => GIT_WRITES.includes(one));
    if (program === 'git' && word) reach(`git ${word}`);
    return spawnSync(program, args, ...rest);
  };
}

#!/usr/bin/env node
'use strict';
const path = require('node:path');
const fs = require('node:fs');
const build = path.join(__dirname, '../dist/cli.js');
if (fs.existsSync(build)) {
  require(build);
} else {
  process.stderr.write(
    'error[not-built] drizzle-guard is not built, so nothing was checked or done.\n' +
      '  help: run `npm run build` at the root of the repository (`npm ci --ignore-scripts` leaves it out)\n',
  );
  // What a post-* hook returns stops nothing; git would only call a finished checkout a failed one.
  process.exitCode = process.argv[2] === 'hook' && `${process.argv[3]}`.startsWith('post-') ? 0 : 2;
}

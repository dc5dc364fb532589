#!/usr/bin/env node
'use strict';
// The drizzle-guard that this plugin depends on, for targets of a workspace that has none at its root.
const path = require('node:path');
require(path.join(path.dirname(require.resolve('drizzle-guard/package.json')), 'bin/drizzle-guard.js'));

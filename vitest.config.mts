import os from 'node:os';
import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { temporaryFolder } from './tools/temporary-folder.mjs';

const INSTALLS = ['packages/nx-drizzle/test/add.test.ts', 'packages/nx-drizzle/test/first-minutes.test.ts'];
const WALKS = 'packages/*/test/walks/**/*.test.ts';
/** What is about a database. What is about commands, checks and hooks may open one too, and is none of these. */
const ENGINES = 'packages/drizzle-guard/src/engines/**/*.test.ts';
const DATABASES = [
  ENGINES,
  'packages/drizzle-guard/test/{backup,conflicts,engines,rebase,replay,rollback}/**/*.test.ts',
  'packages/drizzle-guard/test/{diff,ledger-moves,push,rehearse,rehearse-from,run-migrate,runtime,seed}.test.ts',
  'packages/drizzle-guard/test/migrate-*.test.ts',
];

export default defineConfig(({ mode }) => {
  // Given to each project, which is told of no mode of its own.
  const env = {
    NO_COLOR: '1',
    NX_DAEMON: 'false',
    DRIZZLE_GUARD_ENVIRONMENT: '',
    FORCE_COLOR: '',
    TMPDIR: temporaryFolder(),
    // For what the next run finds again: too much for memory.
    DRIZZLE_GUARD_TEST_KEPT: os.tmpdir(),
    // `npm run test:long`: also the series that take minutes.
    DRIZZLE_GUARD_LONG_TESTS: mode === 'long' ? '1' : '',
  };
  const withDatabases = {
    // PGlite is opened for some statements only: see quick-start.ts.
    execArgv: ['--liftoff-only'],
    globalSetup: 'tools/testkit/src/postgres-setup.ts',
    // What a file loads takes longer than many of its tests, and what they test runs in processes of its own.
    isolate: false,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    env,
  };
  return {
    // As in the build of nx-drizzle.
    resolve: {
      alias: {
        'drizzle-guard/targets': path.join(import.meta.dirname, 'packages/drizzle-guard/src/targets.ts'),
      },
    },
    test: {
      // Of whichever project; one more than CI has cores, since a fifth of a file's time is waiting for a server or a clock.
      maxWorkers: 3,
      snapshotFormat: { escapeString: false },
      projects: [
        // Functions of their arguments, in milliseconds: a process for each file would take longer than its tests.
        // Nothing is mocked there, so files have nothing to hide from each other.
        {
          extends: true,
          test: {
            name: 'unit',
            include: ['packages/drizzle-guard/src/**/*.test.ts', 'tools/*/src/**/*.test.ts'],
            exclude: [ENGINES],
            isolate: false,
            // Properties take their time on a busy machine.
            testTimeout: 30_000,
            env,
          },
        },
        // Real git, real drizzle-kit, real databases: seconds, not milliseconds, and more on a busy machine.
        {
          extends: true,
          test: {
            ...withDatabases,
            name: 'processes',
            include: ['packages/*/test/**/*.test.ts', 'packages/nx-drizzle/src/**/*.test.ts'],
            exclude: [...INSTALLS, ...DATABASES, WALKS],
          },
        },
        // What is done to databases, and to those of each kind: servers, files, PGlite.
        { extends: true, test: { ...withDatabases, name: 'databases', include: DATABASES } },
        // What is lived through from a mistake to its end, typing what is said: dozens of processes each.
        { extends: true, test: { ...withDatabases, name: 'walks', include: [WALKS] } },
        // What npm would publish, packed and installed as users do: minutes of waiting for a registry.
        {
          extends: true,
          test: { name: 'installs', include: INSTALLS, testTimeout: 60_000, hookTimeout: 60_000, env },
        },
      ],
    },
  };
});

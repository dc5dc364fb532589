import path from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig(({ mode }) => ({
  // As in the build of nx-drizzle.
  resolve: {
    alias: {
      'drizzle-guard/targets': path.join(import.meta.dirname, 'packages/drizzle-guard/src/targets.ts'),
    },
  },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'packages/*/test/**/*.test.ts', 'tools/*/src/**/*.test.ts'],
    // Real git, real drizzle-kit, real databases: seconds, not milliseconds, and more on a busy machine.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    env: {
      NO_COLOR: '1',
      NX_DAEMON: 'false',
      DRIZZLE_GUARD_ENVIRONMENT: '',
      FORCE_COLOR: '',
      // `npm run test:long`: also the series that take minutes.
      DRIZZLE_GUARD_LONG_TESTS: mode === 'long' ? '1' : '',
    },
    snapshotFormat: { escapeString: false },
  },
}));

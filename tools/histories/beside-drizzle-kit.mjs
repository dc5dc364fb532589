import { cpSync } from 'node:fs';
import path from 'node:path';
import { measure } from '../bench/measure.mjs';
import { BIN, DRIZZLE_KIT, NODE } from '../bench/programs.mjs';

const RUNS = 3;

/**
 * Times check over the greatest history beside drizzle-kit's own check of it, which reads the same files.
 * @param {import('./clone.mjs').Clone} clone
 * @returns {Promise<import('../bench/measure.mjs').Measurement>}
 */
export function besideDrizzleKit(clone) {
  clone.checkOut('history/sim');
  return measure(
    {
      name: 'history/sim, check --migrations',
      command: [NODE, BIN, 'check', '--migrations', 'drizzle'],
      exitCode: 1,
      reference: [NODE, DRIZZLE_KIT, 'check', '--dialect=postgresql', '--out=drizzle'],
      budget: 0.2,
      memoryBudget: 0.5,
      setup: (dir) => cpSync(path.join(clone.dir, 'drizzle'), path.join(dir, 'drizzle'), { recursive: true }),
    },
    RUNS,
  );
}

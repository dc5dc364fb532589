import { spawnSync } from 'node:child_process';
import { BIN, NODE } from './programs.mjs';
import { makeDatabasesRepository } from './schema-repository.mjs';

const CHECK = [NODE, BIN, 'check'];

/** @type {import('./measure.mjs').Bench[]} */
export const benches = [
  {
    // Ten times as many: what grows faster than the number of databases would take more than ten times as long.
    name: 'check, 500 databases that are known, to 50',
    command: CHECK,
    in: 'many',
    reference: CHECK,
    referenceIn: 'few',
    budget: 10,
    setup(dir) {
      makeDatabasesRepository(`${dir}/many`, 500);
      makeDatabasesRepository(`${dir}/few`, 50);
      for (const folder of ['many', 'few'])
        spawnSync(CHECK[0], CHECK.slice(1), { cwd: `${dir}/${folder}`, stdio: 'ignore' });
    },
  },
];

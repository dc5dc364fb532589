import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { REPOSITORY } from './built-plugin';

/** What the stand-in says of each call. */
export type Call = { readonly arguments: string[]; readonly folder: string };

const MARK = 'drizzle-guard was called: ';

/**
 * Puts a stand-in for drizzle-guard's bin into a workspace: it says how it was called and does nothing else.
 *
 * @param workspace an absolute path
 */
export function installStandInBin(workspace: string): void {
  const file = path.join(workspace, 'node_modules/.bin/drizzle-guard');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(
    file,
    '#!/usr/bin/env node\n' +
      'const call = { arguments: process.argv.slice(2), folder: process.cwd() };\n' +
      `console.log(${JSON.stringify(MARK)} + JSON.stringify(call));\n`,
  );
  chmodSync(file, 0o755);
}

/** Puts drizzle-guard itself there instead, as it was built last, and what it needs of drizzle and PGlite beside it. */
export function installRealBin(workspace: string): void {
  const modules = path.join(workspace, 'node_modules');
  const bin = path.join(REPOSITORY, 'packages/drizzle-guard/bin/drizzle-guard.js');
  writeFileSync(
    path.join(modules, '.bin/drizzle-guard'),
    `#!/usr/bin/env node\nrequire(${JSON.stringify(bin)});\n`,
  );
  for (const name of ['drizzle-kit', 'drizzle-orm', '@electric-sql'])
    symlinkSync(path.join(REPOSITORY, 'node_modules', name), path.join(modules, name), 'junction');
}

/** Reads from the output of nx how the stand-in was called, in order. */
export function readCalls(output: string): Call[] {
  return output
    .split('\n')
    .filter((line) => line.includes(MARK))
    .map((line) => JSON.parse(line.slice(line.indexOf(MARK) + MARK.length)) as Call);
}

import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

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

/** Reads from the output of nx how the stand-in was called, in order. */
export function readCalls(output: string): Call[] {
  return output
    .split('\n')
    .filter((line) => line.includes(MARK))
    .map((line) => JSON.parse(line.slice(line.indexOf(MARK) + MARK.length)) as Call);
}

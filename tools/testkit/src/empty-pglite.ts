import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { cleanEnvironment } from './environment';
import { madeOnce } from './made-once';
import { repositoryRoot } from './paths';

const PGLITE = path.join(repositoryRoot, 'node_modules/@electric-sql/pglite');

/**
 * Puts a PGlite database that was made and never used where a test would have a new one. PGlite needs two seconds to make
 * one, which only a test of a database that is not there yet has to wait for.
 * @param directory its data directory, absolute, which is not there yet
 */
export function emptyPglite(directory: string): void {
  const { version } = JSON.parse(readFileSync(path.join(PGLITE, 'package.json'), 'utf8')) as {
    version: string;
  };
  const made = madeOnce(`pglite-${version}`, (draft) => {
    const code = `const { PGlite } = require(${JSON.stringify(PGLITE)});
      PGlite.create(process.argv[1]).then((database) => database.close());`;
    execFileSync(process.execPath, ['-e', code, path.join(draft, 'data')], {
      env: cleanEnvironment() as NodeJS.ProcessEnv,
    });
  });
  cpSync(path.join(made, 'data'), directory, { recursive: true });
}

import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { madeOnce } from './made-once';
import { repositoryRoot } from './paths';

/**
 * A node_modules with drizzle-kit and drizzle-orm 1.0.0-rc.5 under their own names, to be linked into a workspace.
 * Installed they have other names, beside 0.x; and drizzle-kit finds drizzle-orm from where it really lies, so that links
 * to what is installed would bring it together with 0.x.
 */
export function kitOneModules(): string {
  const folder = madeOnce('kit-one-with-mysql2', (draft) => {
    const modules = path.join(draft, 'node_modules');
    for (const name of ['drizzle-kit', 'drizzle-orm'])
      cpSync(installed(`${name}-1`), path.join(modules, name), { recursive: true, dereference: true });
    for (const scope of ['@electric-sql', '@libsql'])
      symlinkSync(path.join(repositoryRoot, 'node_modules', scope), path.join(modules, scope));
    symlinkSync(path.join(repositoryRoot, 'node_modules/mysql2'), path.join(modules, 'mysql2'));
    mkdirSync(path.join(modules, '.bin'));
    symlinkSync('../drizzle-kit/bin.cjs', path.join(modules, '.bin/drizzle-kit'));
    const bin = path.join(repositoryRoot, 'node_modules/.bin/drizzle-guard');
    symlinkSync(bin, path.join(modules, '.bin/drizzle-guard'));
  });
  return path.join(folder, 'node_modules');
}

function installed(alias: string): string {
  const { resolve } = createRequire(__filename);
  return path.dirname(resolve(alias));
}

import { accessSync, constants, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * The scripts in a folder of hooks that git would run, by name: those that are executable, without the samples that
 * git itself puts there.
 * @param folder absolute; it need not be there
 */
export function readOwnHooks(folder: string): Record<string, string> {
  const hooks: Record<string, string> = {};
  for (const name of listOrNothing(folder)) {
    const file = path.join(folder, name);
    if (/^[a-z-]+$/.test(name) && statSync(file).isFile() && isExecutable(file))
      hooks[name] = readFileSync(file, 'utf8');
  }
  return hooks;
}

function listOrNothing(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

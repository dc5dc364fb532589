import { lstatSync, readdirSync, readlinkSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { GuardError } from '../errors/guard-error';

/**
 * Refuses to write where links lead out of a folder: what is written has to lie below it in truth.
 * @param root absolute
 * @param file from there; it need not exist
 * @throws GuardError `outside-link`
 */
export function requireWithin(root: string, file: string): void {
  const place = placeOf(path.join(root, file));
  if (isBelow(realpathSync(root), place)) return;
  throw new GuardError(
    'outside-link',
    `${file} would be written to ${place}, outside of the repository: a symbolic link leads there`,
    'take the link away, or put what it leads to into the repository, then run the command again; nothing was written',
  );
}

/** The same for a folder in which another program writes: for itself, and for all that is in it or in its `meta`. */
export function requireFolderWithin(root: string, dir: string): void {
  requireWithin(root, dir);
  for (const folder of [dir, path.posix.join(dir, 'meta')]) {
    requireWithin(root, folder);
    for (const name of linksIn(path.join(root, folder))) requireWithin(root, path.posix.join(folder, name));
  }
}

function linksIn(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isSymbolicLink()).map(({ name }) => name);
  } catch {
    return [];
  }
}

/** As many as a kernel follows before it calls them a loop. */
const MOST_LINKS = 40;

/** Where a path leads, also one that is not there yet, or whose link leads to nothing yet. */
function placeOf(absolute: string, steps = 0): string {
  const parent = path.dirname(absolute);
  if (parent === absolute || steps > MOST_LINKS) return absolute;
  const here = path.join(placeOf(parent, steps), path.basename(absolute));
  return isLink(here) ? placeOf(path.resolve(path.dirname(here), readlinkSync(here)), steps + 1) : here;
}

/** What cannot be looked at cannot be written to either, which the writer says. */
function isLink(absolute: string): boolean {
  try {
    return lstatSync(absolute).isSymbolicLink();
  } catch {
    return false;
  }
}

function isBelow(root: string, place: string): boolean {
  const within = path.relative(root, place);
  return within !== '..' && !within.startsWith(`..${path.sep}`) && !path.isAbsolute(within);
}

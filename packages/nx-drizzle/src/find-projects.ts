import type { ProjectNodes } from './nx-types';

/** A pattern or a label (`tag:`, `directory:`), which only Nx can match. */
const PATTERN = /[*?{}[\]()!:]/;

/**
 * Finds the projects that a name on the command line means, as Nx does: the project of that name, else those in whose
 * name it stands as a whole word (`db` for `@acme/db`), else the one in that folder.
 *
 * @returns their names; [] where there is none; null for a pattern
 */
export function findProjects(name: string, nodes: ProjectNodes): string[] | null {
  if (nodes[name] !== undefined) return [name];
  if (PATTERN.test(name)) return null;
  const word = new RegExp(`(?<![@a-z0-9-])${name.replace(/[.+^$|\\]/g, '\\$&')}(?![@a-z0-9-])`, 'i');
  const found = Object.keys(nodes).filter((project) => word.test(project));
  return found.length > 0
    ? found
    : Object.keys(nodes).filter((project) => nodes[project]?.data.root === name);
}

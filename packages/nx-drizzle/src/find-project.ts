import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { readJson } from './read-json';
import { isWorkspacePackage, readWorkspacePatterns } from './workspace-patterns';

/**
 * Makes the function that finds the Nx project of a file.
 *
 * A package.json alone is not enough. One without a name (`{ "type": "module" }` beside a config) would become a
 * project without a name, and one outside the workspace (a fixture) a second project of the same name: both stop every
 * nx command.
 *
 * @param workspaceRoot an absolute path
 * @returns a function from a file, relative to the root, to the project's root ('.' for the workspace itself); null
 * where the file belongs to no project
 */
export function createProjectFinder(workspaceRoot: string): (file: string) => string | null {
  const patterns = readWorkspacePatterns(workspaceRoot);
  const known = new Map<string, string | null>();

  function projectOf(folder: string): string | null {
    let project = known.get(folder);
    if (project === undefined) {
      project = findProject(folder);
      known.set(folder, project);
    }
    return project;
  }

  function findProject(folder: string): string | null {
    if (existsSync(join(workspaceRoot, folder, 'project.json'))) return folder;
    const manifest = readJson(join(workspaceRoot, folder, 'package.json'));
    const named = typeof manifest?.['name'] === 'string';
    if (folder === '.') return named ? folder : null;
    if (manifest !== undefined && isWorkspacePackage(folder, patterns)) return folder;
    return named ? null : projectOf(posix.dirname(folder));
  }

  return (file) => projectOf(posix.dirname(file));
}

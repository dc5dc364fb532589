import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { databaseName, loadLeftOut, parseConfigFileName, shortName } from 'drizzle-guard/targets';
import type { DrizzleProject } from './drizzle-project';
import { readJson } from './read-json';

/**
 * Takes out what `"databases": { "<key>": false }` in drizzle-guard.json leaves out, as drizzle-guard does: it lies at
 * the root of the repository, and paths in it count from there.
 *
 * @param workspaceRoot an absolute path
 * @param projects with all of their databases
 * @returns those that have a database left
 */
export async function withoutLeftOut(
  workspaceRoot: string,
  projects: readonly DrizzleProject[],
): Promise<DrizzleProject[]> {
  const repository = repositoryAround(workspaceRoot);
  const { databases = {} } = readJson(join(repository, 'drizzle-guard.json')) ?? {};
  const keys = Object.entries(databases as object).flatMap(([key, value]) => (value === false ? [key] : []));
  if (keys.length === 0) return [...projects];
  const { keyLeavingOut } = await loadLeftOut();
  const fromRepository = (path: string) =>
    join(relative(repository, workspaceRoot), path).replaceAll(sep, '/');
  const candidates = new Map(
    projects.flatMap((project) =>
      project.databases.map((database) => [database.configFile, candidateOf(project, database.configFile)]),
    ),
  );
  function candidateOf({ root, name, databases: beside }: DrizzleProject, configFile: string) {
    const infix = parseConfigFileName(configFile.slice(configFile.lastIndexOf('/') + 1))?.infix ?? '';
    return {
      name: databaseName(shortName(name), infix, beside.length > 1),
      dir: fromRepository(root),
      configFile: fromRepository(configFile),
    };
  }
  const all = [...candidates.values()];
  return projects
    .map((project) => ({
      ...project,
      databases: project.databases.filter(
        ({ configFile }) => keyLeavingOut(keys, candidates.get(configFile)!, all) === undefined,
      ),
    }))
    .filter((project) => project.databases.length > 0);
}

/** As drizzle-guard finds its root: the nearest folder that git calls a repository, else the workspace. */
function repositoryAround(workspaceRoot: string): string {
  for (let folder = workspaceRoot; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (dirname(folder) === folder) return workspaceRoot;
  }
}

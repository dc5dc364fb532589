import { basename } from 'node:path';
import { originalOf, parseConfigFileName } from 'drizzle-guard/targets';
import type { DrizzleProject } from './drizzle-project';
import { groupDatabases } from './group-databases';
import { inferProject } from './infer-project';
import { withoutLeftOut } from './left-out';
import type { CreateNodes } from './nx-types';
import { parseOptions } from './options';
import { programOf } from './program-of';
import { createProjectReader } from './read-projects';

const EXTENSIONS = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs', 'json'];

/** Everything that may be a drizzle config by its name. */
const GLOB = `**/drizzle*.config*.{${EXTENSIONS.join(',')}}`;

/**
 * Infers the targets of every project that has a drizzle config. A config is never read: its path says enough, and
 * evaluating it would run the user's code and need their secrets with every nx command.
 *
 * @throws Error where the plugin's options are not valid
 */
export const createNodes: CreateNodes = [
  GLOB,
  async (files, options, { workspaceRoot }) => {
    const names = parseOptions(options);
    const program = programOf(workspaceRoot);
    const projects = await withoutLeftOut(workspaceRoot, findProjects(files, workspaceRoot));
    return projects.map(
      (project) =>
        [
          project.databases[0]!.configFile,
          { projects: { [project.root]: inferProject(project, names, program) } },
        ] as const,
    );
  },
];

/** The name that Nx 22 looks for first and Nx 23 last. */
export const createNodesV2 = createNodes;

function findProjects(files: readonly string[], workspaceRoot: string): DrizzleProject[] {
  const configs = files.filter((file) => parseConfigFileName(basename(file)) !== null);
  const { projectOf, nameOf, takenIn } = createProjectReader(workspaceRoot);
  const byRoot = new Map<string, string[]>();
  for (const file of configs) {
    // What a compiler made of a config is not another database.
    const root = originalOf(file, configs) === undefined ? projectOf(file) : null;
    if (root !== null) byRoot.set(root, [...(byRoot.get(root) ?? []), file]);
  }
  return [...byRoot].map(([root, ofProject]) => ({
    root,
    name: nameOf(root),
    databases: groupDatabases(ofProject),
    taken: takenIn(root),
  }));
}

import { basename, join } from 'node:path';
import { parseConfigFileName } from 'drizzle-guard/targets';
import { findExternalDependencies, LOCK_FILES } from './external-dependencies';
import { createProjectFinder } from './find-project';
import { groupDatabases } from './group-databases';
import { inferProject } from './infer-project';
import type { CreateNodes } from './nx-types';
import { parseOptions } from './options';
import { readScripts } from './read-scripts';

const EXTENSIONS = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs', 'json'];

/**
 * Everything that may be a drizzle config by its name, and the lock files, which decide about `inputs`. One pair of
 * braces, because Nx 22 cannot read one inside another.
 */
const GLOB = `{${[...LOCK_FILES, ...EXTENSIONS.map((extension) => `**/drizzle*.config*.${extension}`)].join(',')}}`;

/**
 * Infers the targets of every project that has a drizzle config. A config is never read: its path says enough, and
 * evaluating it would run the user's code and need their secrets with every nx command.
 *
 * @throws Error where the plugin's options are not valid
 */
export const createNodes: CreateNodes = [
  GLOB,
  async (files, options, context) => {
    const names = parseOptions(options);
    const externalDependencies = findExternalDependencies(files, context);
    const findProject = createProjectFinder(context.workspaceRoot);
    const configFiles = new Map<string, string[]>();
    for (const file of files) {
      if (parseConfigFileName(basename(file)) === null) continue;
      const root = findProject(file);
      if (root !== null) configFiles.set(root, [...(configFiles.get(root) ?? []), file]);
    }
    return [...configFiles].map(([root, ofProject]) => {
      const databases = groupDatabases(ofProject);
      const scripts = readScripts(join(context.workspaceRoot, root, 'package.json'));
      const project = inferProject({ root, databases, scripts }, names, externalDependencies);
      return [databases[0]!.configFile, { projects: { [root]: project } }] as const;
    });
  },
];

/** The name that Nx 22 looks for first and Nx 23 last. */
export const createNodesV2 = createNodes;

import { join, posix } from 'node:path';
import { takenNames, type TakenName } from 'drizzle-guard/targets';
import { readJson } from './read-json';
import { isWorkspacePackage, readWorkspacePatterns } from './workspace-patterns';

/** What is read of the projects of a workspace; each file once, however many configs a project has. */
export type ProjectReader = {
  /**
   * Finds the Nx project of a file: its root ('.' for the workspace itself), or null where it belongs to none.
   *
   * A package.json alone is not enough. One without a name (`{ "type": "module" }` beside a config) would become a
   * project without a name, and one outside the workspace (a fixture) a second project of the same name: both stop every
   * nx command.
   */
  readonly projectOf: (file: string) => string | null;
  /** The name that Nx gives a project. */
  readonly nameOf: (root: string) => string;
  /** What a project itself says under names that targets could have. */
  readonly takenIn: (root: string) => TakenName[];
};

/** @param workspaceRoot an absolute path */
export function createProjectReader(workspaceRoot: string): ProjectReader {
  const patterns = readWorkspacePatterns(workspaceRoot);
  const projects = new Map<string, string | null>();
  const read = remembering((file: string) => readJson(join(workspaceRoot, file)));
  const manifestOf = (folder: string) => read(posix.join(folder, 'package.json'));
  const projectJsonOf = (folder: string) => read(posix.join(folder, 'project.json'));

  function projectAt(folder: string): string | null {
    let project = projects.get(folder);
    if (project === undefined) {
      project = findProject(folder);
      projects.set(folder, project);
    }
    return project;
  }

  function findProject(folder: string): string | null {
    if (projectJsonOf(folder) !== undefined) return folder;
    const manifest = manifestOf(folder);
    const named = typeof manifest?.['name'] === 'string';
    if (folder === '.') return named ? folder : null;
    if (manifest !== undefined && isWorkspacePackage(folder, patterns)) return folder;
    return named ? null : projectAt(posix.dirname(folder));
  }

  return {
    projectOf: (file) => projectAt(posix.dirname(file)),
    nameOf(root) {
      const manifest = manifestOf(root);
      const names = [projectJsonOf(root), manifest?.['nx'], manifest].map(
        (value) => (value as { name?: unknown } | undefined)?.name,
      );
      const name = names.find((one) => typeof one === 'string' && one !== '');
      return (name as string | undefined) ?? posix.basename(root).toLowerCase();
    },
    takenIn: (root) => takenNames(manifestOf(root) ?? {}, projectJsonOf(root) ?? {}),
  };
}

function remembering<T>(work: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    if (!known.has(key)) known.set(key, work(key));
    return known.get(key)!;
  };
}

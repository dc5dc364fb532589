import { findProjects } from './find-projects';
import type { ProjectNodes } from './nx-types';
import type { RunArguments } from './parse-run-arguments';

/** The targets that a command line asks for. */
export type RunRequest = {
  readonly targets: readonly string[];
  /** null: Nx picks the projects, by what is affected, by a pattern or by the current folder */
  readonly projects: readonly string[] | null;
  readonly configuration: string | null;
  /** written as `project:target:configuration` and so meant for that target and no other */
  readonly isExplicit: boolean;
};

type Specifier = {
  readonly projects: readonly string[] | null;
  readonly target: string;
  readonly configuration: string | null;
};

/**
 * Looks up what the words of a command line stand for.
 *
 * @param run the words
 * @param nodes the projects of the workspace
 * @returns null where nothing is asked for
 */
export function readRequest(run: RunArguments, nodes: ProjectNodes): RunRequest | null {
  const { command, positionals, configuration } = run;
  if (command === 'run-many' || command === 'affected') {
    const projects = command === 'affected' ? null : selectProjects(run, nodes);
    return { targets: run.targets, projects, configuration, isExplicit: false };
  }
  const written = command === 'run' ? (run.targets[0] ?? positionals[0]) : command;
  const project = run.projects[0] ?? (command === 'run' ? undefined : positionals[0]);
  const specifier = written === undefined ? null : readSpecifier(written, nodes);
  const wanted = configuration ?? specifier?.configuration ?? null;
  if (specifier === null) return null;
  return {
    targets: [specifier.target],
    projects: project === undefined ? specifier.projects : findProjects(project, nodes),
    configuration: wanted,
    isExplicit: configuration === null && wanted !== null,
  };
}

function selectProjects({ projects, exclude }: RunArguments, nodes: ProjectNodes): string[] | null {
  const included =
    projects.length > 0 ? projects.map((name) => findProjects(name, nodes)) : [Object.keys(nodes)];
  const excluded = exclude.map((name) => findProjects(name, nodes));
  if (included.includes(null) || excluded.includes(null)) return null;
  return included
    .flatMap((names) => names ?? [])
    .filter((name) => !excluded.some((names) => names?.includes(name)));
}

/** Reads `project:target:configuration`, `target:configuration` and `target`; any part may itself hold colons. */
function readSpecifier(text: string, nodes: ProjectNodes): Specifier | null {
  const parts = text.split(':');
  for (let length = parts.length - 1; length > 0; length--) {
    const projects = findProjects(parts.slice(0, length).join(':'), nodes);
    const found = readTarget(parts.slice(length), nodes, projects ?? []);
    if (found !== null) return { projects, ...found };
  }
  const found = readTarget(parts, nodes, Object.keys(nodes));
  return found === null ? null : { projects: null, ...found };
}

function readTarget(
  parts: readonly string[],
  nodes: ProjectNodes,
  projects: readonly string[],
): { target: string; configuration: string | null } | null {
  for (let length = parts.length; length > 0; length--) {
    const target = parts.slice(0, length).join(':');
    if (projects.some((project) => nodes[project]?.data.targets?.[target] !== undefined)) {
      return { target, configuration: parts.slice(length).join(':') || null };
    }
  }
  return null;
}

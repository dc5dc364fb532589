import { describeTaken, findTaken, isDrizzleTarget } from './drizzle-target';
import type { ProjectNodes } from './nx-types';
import type { TargetNames } from './options';
import type { RunArguments } from './parse-run-arguments';
import { readRequest } from './read-request';

type Asked = {
  readonly id: string;
  readonly configurations: readonly string[];
  /** Why it is none of ours, where that is so. */
  readonly why: string | null;
  /** What to run in place of it. */
  readonly instead: { readonly id: string; readonly configurations: readonly string[] };
};

/**
 * Finds the configuration that Nx would not find. Nx runs the default then, or the bare target, in silence: a mistyped
 * `production` migrates another database, and so does a script that has the name of a target.
 *
 * Where the command names its projects, all their drizzle targets must have the configuration; where Nx picks them,
 * one of the workspace's must. A target without any configurations only counts if it was asked for by name, since
 * `run-many -t check migrate -c production` is a fair request.
 *
 * @param run what was asked for
 * @param nodes the projects of the workspace
 * @param names what our targets are called
 * @returns the message to refuse with, or null
 */
export function findUnknownConfiguration(
  run: RunArguments,
  nodes: ProjectNodes,
  names: TargetNames,
): string | null {
  const request = readRequest(run, nodes);
  const wanted = request?.configuration ?? null;
  if (request === null || wanted === null) return null;
  const asked: Asked[] = [];
  for (const project of request.projects ?? Object.keys(nodes)) {
    for (const name of request.targets) {
      const one = askedOf(project, name, nodes, names);
      if (one !== null && (request.isExplicit || one.instead.configurations.length > 0)) asked.push(one);
    }
  }
  const lacking = asked.filter(({ configurations }) => !configurations.includes(wanted));
  // One that is not ours runs on whatever it runs on, however many of ours have the configuration.
  const isRefused =
    lacking.length > 0 &&
    (request.projects !== null || lacking.length === asked.length || lacking.some(({ why }) => why !== null));
  return isRefused ? describe(wanted, lacking) : null;
}

function askedOf(project: string, name: string, nodes: ProjectNodes, names: TargetNames): Asked | null {
  const target = nodes[project]?.data.targets?.[name];
  if (target === undefined) return null;
  const id = `${project}:${name}`;
  const configurations = Object.keys(target.configurations ?? {});
  const taken = findTaken(project, name, nodes, names);
  if (taken !== null)
    return {
      id,
      configurations,
      why: describeTaken(taken),
      instead: { id: taken.own ?? id, configurations: taken.configurations },
    };
  return isDrizzleTarget(target) ? { id, configurations, why: null, instead: { id, configurations } } : null;
}

function describe(configuration: string, lacking: readonly Asked[]): string {
  return [
    `There is no configuration "${configuration}":`,
    ...lacking.map((asked) => `  - ${describeAsked(asked)}`),
    'Nx would run the default instead of it. Nothing was run.',
    `  help: ${describeHelp(configuration, lacking)}`,
  ].join('\n');
}

function describeAsked({ id, configurations, why }: Asked): string {
  const has = configurations.length > 0 ? `has ${configurations.join(', ')}` : 'has no configurations';
  return why === null ? `${id} ${has}` : `${why}; it ${has}`;
}

function describeHelp(configuration: string, lacking: readonly Asked[]): string {
  const withConfigurations = lacking.find(({ instead }) => instead.configurations.length > 0);
  if (withConfigurations === undefined)
    return `run it without a configuration: \`nx run ${lacking[0]!.instead.id}\``;
  const { id, configurations } = withConfigurations.instead;
  const closest = [...configurations].sort(
    (a, b) => sharedStart(b, configuration) - sharedStart(a, configuration),
  )[0]!;
  return `name a configuration that exists, as in \`nx run ${id}:${closest}\``;
}

function sharedStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

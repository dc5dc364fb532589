import type { ProjectNodes, TargetNode } from './nx-types';
import type { RunArguments } from './parse-run-arguments';
import { readRequest } from './read-request';

type Asked = { readonly id: string; readonly isScript: boolean; readonly configurations: readonly string[] };

/**
 * Finds the configuration that Nx would not find. Nx runs the default then, or the bare target, in silence: a mistyped
 * `production` migrates another database.
 *
 * Where the command names its projects, all their drizzle targets must have the configuration; where Nx picks them,
 * one of the workspace's must. A target without any configurations only counts if it was asked for by name, since
 * `run-many -t check migrate -c production` is a fair request.
 *
 * @param run what was asked for
 * @param nodes the projects of the workspace
 * @returns the message to refuse with, or null
 */
export function findUnknownConfiguration(run: RunArguments, nodes: ProjectNodes): string | null {
  const request = readRequest(run, nodes);
  if (request === null) return null;
  const asked: Asked[] = [];
  for (const project of request.projects ?? Object.keys(nodes)) {
    for (const name of request.targets) {
      const target = nodes[project]?.data.targets?.[name];
      if (target === undefined || !isDrizzleTarget(target)) continue;
      const configurations = Object.keys(target.configurations ?? {});
      if (!request.isExplicit && configurations.length === 0) continue;
      asked.push({ id: `${project}:${name}`, isScript: target.executor === 'nx:run-script', configurations });
    }
  }
  const lacking = asked.filter(({ configurations }) => !configurations.includes(request.configuration));
  const isRefused = lacking.length > 0 && (request.projects !== null || lacking.length === asked.length);
  return isRefused ? describe(request.configuration, lacking) : null;
}

function isDrizzleTarget({ metadata, options }: TargetNode): boolean {
  const command = options?.['command'];
  return (
    metadata?.technologies?.includes('drizzle') === true ||
    (typeof command === 'string' && command.startsWith('drizzle-guard'))
  );
}

function describe(configuration: string, lacking: readonly Asked[]): string {
  return [
    `There is no configuration "${configuration}":`,
    ...lacking.map((asked) => `  - ${describeAsked(asked)}`),
    'Nx would run the default instead of it. Nothing was run.',
    `  help: ${describeHelp(configuration, lacking)}`,
  ].join('\n');
}

function describeAsked({ id, isScript, configurations }: Asked): string {
  if (configurations.length > 0) return `${id} has ${configurations.join(', ')}`;
  return isScript
    ? `${id} is a script of package.json and has no configurations`
    : `${id} has no configurations`;
}

function describeHelp(configuration: string, lacking: readonly Asked[]): string {
  const withConfigurations = lacking.find(({ configurations }) => configurations.length > 0);
  if (withConfigurations === undefined) return `run it without a configuration: \`nx run ${lacking[0]!.id}\``;
  const { id, configurations } = withConfigurations;
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

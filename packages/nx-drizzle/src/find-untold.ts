import { describeTaken, findTaken, isDrizzleTarget } from './drizzle-target';
import type { ProjectNodes } from './nx-types';
import type { TargetNames } from './options';
import type { RunArguments } from './parse-run-arguments';
import { readRequest } from './read-request';

const SHOWN = 5;

/**
 * What is not what it looks like in a command, and is run all the same: a target that has the name of one of ours and
 * is another's, and one of ours whose answers Nx is told to repeat.
 *
 * @returns lines for people
 */
export function findUntold(run: RunArguments, nodes: ProjectNodes, names: TargetNames): string[] {
  const request = readRequest(run, nodes);
  const lines: string[] = [];
  for (const project of request?.projects ?? Object.keys(nodes)) {
    for (const name of request?.targets ?? []) {
      const taken = findTaken(project, name, nodes, names);
      if (taken !== null) lines.push(describeTaken(taken));
      const target = nodes[project]?.data.targets?.[name];
      if (target?.cache === true && isDrizzleTarget(target))
        lines.push(
          `${project}:${name} is set to be cached: its answer rests on the environment and on files that Nx does not know, so Nx may repeat one that is no longer true; take "cache" out of nx.json or of its project`,
        );
    }
  }
  return lines.length > SHOWN
    ? [...lines.slice(0, SHOWN), `and ${lines.length - SHOWN} more of that kind`]
    : lines;
}

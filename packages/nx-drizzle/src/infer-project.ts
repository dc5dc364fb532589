import { BUILT_IN_ENVIRONMENTS, type Target } from 'drizzle-guard/targets';
import { commandLineOf } from './command-line-of';
import type { DrizzleProject } from './drizzle-project';
import { findRefusal } from './find-refusal';
import type { InferredProject, TargetConfiguration } from './nx-types';
import type { TargetNames } from './options';
import { planTargets, type PlannedTarget } from './plan-targets';

/**
 * Builds the targets of one project. Nothing in them comes from the evaluation of a config or from the environment, and
 * what is not needed is not in them: Nx merges, hands on and writes down each value with every command.
 *
 * @param project what was found in the workspace
 * @param names the targets' names
 * @param program what runs drizzle-guard at the workspace's root
 */
export function inferProject(
  project: DrizzleProject,
  names: TargetNames,
  program = 'drizzle-guard',
): InferredProject {
  const planned = planTargets(project, names);
  const targets = Object.fromEntries(
    planned.map((target) => [target.name, inferTarget(target, project, names, program)]),
  );
  const own = planned
    .map(({ name }) => name)
    .filter((name) => !project.taken.some((taken) => taken.name === name));
  // Nx itself makes no project of the workspace, and would look for its name in the folder in which nx was started.
  const named = project.root === '.' ? { name: project.name } : {};
  return { ...named, targets, metadata: { targetGroups: { Drizzle: own } } };
}

function inferTarget(
  target: PlannedTarget,
  project: DrizzleProject,
  names: TargetNames,
  program: string,
): TargetConfiguration {
  const { row, name, database, databases } = target;
  const refusal = findRefusal(target, project, names);
  const taken = project.taken.find((one) => one.name === name);
  const description =
    taken === undefined
      ? (refusal ?? describeTarget(target, project.root))
      : `"${name}" is ${taken.by}: it runs, and drizzle-guard does not. Rename it, or set "targets": { "${row.name}": "<name>" } in the options of nx-drizzle in nx.json.`;
  if (refusal !== null) {
    return {
      executor: 'nx-drizzle:refuse',
      options: { message: refusal },
      // Those of the target that is refused, so that nobody is told instead that a configuration is missing.
      ...configurationsOf(row),
      cache: false,
      metadata: { description },
    };
  }
  const { dependsOn, parallelism } = row;
  return {
    // In series: the folder stands for all of them, and the first that fails is the last that is run.
    command: `${program} ${commandLineOf(row, databases)}`,
    options: { database },
    ...configurationsOf(row),
    // No answer is repeated by Nx: a verdict rests on the environment, on what the schema reads while it runs and on
    // files of no project, and drizzle-guard itself keeps it with all of that.
    cache: false,
    // Nx hashes nothing by them, but counts a project as affected where one of them changed.
    ...(row.name === 'check' && { inputs: ['default', '^default', '{workspaceRoot}/drizzle-guard*.json'] }),
    ...(dependsOn && { dependsOn: [...dependsOn] }),
    ...(parallelism === false && { parallelism }),
    metadata: { description },
  };
}

function describeTarget({ row, databases, database, taken }: PlannedTarget, root: string): string {
  const which =
    databases > 1
      ? [`All ${databases} databases of ${root === '.' ? 'the workspace root' : root}, in series.`]
      : database === root
        ? []
        : [`The database of ${database}.`];
  const why = taken === null ? [] : [`"${taken.name}" is ${taken.by}, which takes that name.`];
  return [row.description, ...which, ...why].join(' ');
}

/**
 * Without a default: who names no configuration gets the environment that drizzle-guard itself settles on. An option of
 * its own and not `args`, which a user's configuration of the same name would replace.
 */
function configurationsOf({ configurations }: Target): Pick<TargetConfiguration, 'configurations'> {
  if (configurations === undefined) return {};
  const names = configurations === 'environments' ? BUILT_IN_ENVIRONMENTS : configurations;
  const entries = names.map((environment) => [environment, { environment }]);
  return { configurations: Object.fromEntries(entries) };
}

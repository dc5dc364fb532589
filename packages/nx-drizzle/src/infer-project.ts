import { BUILT_IN_ENVIRONMENTS, type Target } from 'drizzle-guard/targets';
import { commandLineOf } from './command-line-of';
import type { DrizzleProject } from './drizzle-project';
import { findRefusal } from './find-refusal';
import type { InferredProject, TargetConfiguration } from './nx-types';
import type { TargetNames } from './options';
import { planTargets, type PlannedTarget } from './plan-targets';

/**
 * Builds the targets of one project. Nothing in them comes from the evaluation of a config or from the environment.
 *
 * @param project what was found in the workspace
 * @param names the targets' names
 * @param externalDependencies npm packages that Nx knows
 */
export function inferProject(
  project: DrizzleProject,
  names: TargetNames,
  externalDependencies: readonly string[],
): InferredProject {
  const planned = planTargets(project, names);
  const targets = Object.fromEntries(
    planned.map((target) => [target.name, inferTarget(target, project, names, externalDependencies)]),
  );
  const own = planned.map(({ name }) => name).filter((name) => !project.scripts.includes(name));
  return { targets, metadata: { targetGroups: { Drizzle: own } } };
}

function inferTarget(
  target: PlannedTarget,
  project: DrizzleProject,
  names: TargetNames,
  externalDependencies: readonly string[],
): TargetConfiguration {
  const { row, name, database, databases } = target;
  const refusal = findRefusal(target, project, names);
  const metadata = {
    technologies: ['drizzle'],
    description: project.scripts.includes(name)
      ? describeScript(row, project.root, name)
      : (refusal ?? describeTarget(target, project.root)),
    help: { command: `npx drizzle-guard ${row.command} --help`, example: { args: [...row.example] } },
  };
  if (refusal !== null) {
    return {
      executor: 'nx-drizzle:refuse',
      options: { message: refusal },
      // Those of the target that is refused, so that nobody is told instead that a configuration is missing.
      ...configurationsOf(row),
      cache: false,
      metadata,
    };
  }
  return {
    // In series: the folder stands for all of them, and the first that fails is the last that is run.
    command: `drizzle-guard ${commandLineOf(row, databases)}`,
    // What a user adds after the target goes on to the bin, which refuses a base under a cache: refs are no inputs.
    options: { database, ...(row.cache ? { env: { DRIZZLE_GUARD_CACHED: 'true' } } : {}) },
    ...configurationsOf(row),
    ...schedulingOf(row, externalDependencies),
    metadata,
  };
}

function describeTarget({ row, databases, database, script }: PlannedTarget, root: string): string {
  const which =
    databases > 1
      ? [`All ${databases} databases of ${root === '.' ? 'the workspace root' : root}, in series.`]
      : database === root
        ? []
        : [`The database of ${database}.`];
  const why = script === null ? [] : [`package.json has a script "${script}", which would take that name.`];
  return [row.description, ...which, ...why].join(' ');
}

function schedulingOf(
  { cache, dependsOn, inputs, parallelism }: Target,
  externalDependencies: readonly string[],
): TargetConfiguration {
  // An empty list would stand for "no package matters"; without one Nx counts them all.
  const packages =
    externalDependencies.length > 0 ? [{ externalDependencies: [...externalDependencies] }] : [];
  return {
    cache,
    ...(dependsOn && { dependsOn: [...dependsOn] }),
    ...(inputs && { inputs: [...inputs, ...packages] }),
    ...(cache && { outputs: [] }),
    ...(parallelism === false && { parallelism }),
  };
}

/**
 * Without a default: who names no configuration gets the environment that drizzle-guard itself settles on. An option of
 * its own and not `args`, which a user's configuration of the same name would replace.
 */
function configurationsOf({ configurations }: Target): Pick<TargetConfiguration, 'configurations'> {
  if (configurations === undefined) return {};
  const entries = BUILT_IN_ENVIRONMENTS.map((environment) => [environment, { environment }]);
  return { configurations: Object.fromEntries(entries) };
}

function describeScript(row: Target, root: string, name: string): string {
  return (
    `The script "${name}" of ${root === '.' ? '' : `${root}/`}package.json takes this name: it runs, and drizzle-guard does not. ` +
    `Rename the script, or set "targets": { "${row.name}": "<name>" } in the options of nx-drizzle in nx.json.`
  );
}

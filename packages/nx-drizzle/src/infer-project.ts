import type { DrizzleProject } from './drizzle-project';
import type { InferredProject, TargetConfiguration } from './nx-types';
import type { Command, TargetNames } from './options';
import { findRefusal } from './find-refusal';
import { planTargets, type PlannedTarget } from './plan-targets';

type Description = { readonly description: string; readonly example: { args: string[] } };

const DESCRIPTIONS: Readonly<Record<Command, Description>> = {
  generate: {
    description: 'Writes the migration that the drizzle schema lacks.',
    example: { args: ['--name=add_orders'] },
  },
  check: {
    description: 'Checks the drizzle migrations and the schema, without a database.',
    example: { args: ['--json'] },
  },
  'check-base': {
    description: 'Checks them beside the branch that they will land on, without a database.',
    example: { args: ['--base=origin/main'] },
  },
  history: {
    description: 'Draws the drizzle migrations: landed and not landed, forks and open leaves.',
    example: { args: ['--base=origin/main'] },
  },
  migrate: {
    description: 'Applies the pending drizzle migrations to the database of an environment.',
    example: { args: ['--dry-run'] },
  },
  status: {
    description: 'Shows which drizzle migrations the database of an environment has.',
    example: { args: ['--pending'] },
  },
  doctor: {
    description: 'Says what broke the drizzle migrations, and mends what can be mended without loss.',
    example: { args: ['--repair', '--dry-run'] },
  },
};

/** Without a default: who names no configuration gets the environment that drizzle-guard itself settles on. */
const ENVIRONMENTS = ['development', 'staging', 'production'];

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
  const { command, name, database } = target;
  const refusal = findRefusal(target, project, names);
  const { example } = DESCRIPTIONS[command];
  const metadata = {
    technologies: ['drizzle'],
    description: project.scripts.includes(name)
      ? describeScript(command, project.root, name)
      : (refusal ?? describeTarget(target, project.root)),
    help: { command: `npx drizzle-guard ${wordOf(command)} --help`, example },
  };
  if (refusal !== null) {
    return {
      executor: 'nx-drizzle:refuse',
      options: { message: refusal },
      // Those of the target that is refused, so that nobody is told instead that a configuration is missing.
      ...configurationsOf(command),
      cache: false,
      metadata,
    };
  }
  return {
    command: `drizzle-guard ${commandLineOf(target)}`,
    // What a user adds after the target goes on to the bin, which refuses a base under a cache: refs are no inputs.
    options: { database, ...(command === 'check' ? { env: { DRIZZLE_GUARD_CACHED: 'true' } } : {}) },
    ...configurationsOf(command),
    ...rulesOf(command, externalDependencies),
    metadata,
  };
}

function commandLineOf({ command, databases }: PlannedTarget): string {
  if (command === 'check-base') return 'check --base auto';
  // In series: the folder stands for all of them, and the first that fails is the last that is run.
  return command === 'migrate' && databases > 1 ? 'migrate --fail-fast' : command;
}

function wordOf(command: Command): string {
  return command === 'check-base' ? 'check' : command;
}

function describeTarget({ command, databases, database, script }: PlannedTarget, root: string): string {
  const { description } = DESCRIPTIONS[command];
  const which =
    databases > 1
      ? [`All ${databases} databases of ${root === '.' ? 'the workspace root' : root}, in series.`]
      : database === root
        ? []
        : [`The database of ${database}.`];
  const why = script === null ? [] : [`package.json has a script "${script}", which would take that name.`];
  return [description, ...which, ...why].join(' ');
}

function rulesOf(command: Command, externalDependencies: readonly string[]): TargetConfiguration {
  switch (command) {
    case 'generate':
      return { cache: false, dependsOn: ['^build'] };
    case 'check':
      return {
        cache: true,
        dependsOn: ['^build'],
        inputs: [
          'default',
          '^default',
          '{workspaceRoot}/drizzle-guard.json',
          '{workspaceRoot}/drizzle-guard.baseline.json',
          '{workspaceRoot}/tsconfig*.json',
          // An empty list would stand for "no package matters"; without one Nx counts them all.
          ...(externalDependencies.length > 0 ? [{ externalDependencies: [...externalDependencies] }] : []),
        ],
        outputs: [],
      };
    case 'migrate':
      return { cache: false, parallelism: false };
    case 'check-base':
    case 'doctor':
      return { cache: false, dependsOn: ['^build'] };
    case 'history':
    case 'status':
      return { cache: false };
  }
}

/** An option of its own and not `args`, which a user's configuration of the same name would replace. */
function configurationsOf(command: Command): Pick<TargetConfiguration, 'configurations'> {
  if (command !== 'migrate' && command !== 'status') return {};
  return {
    configurations: Object.fromEntries(ENVIRONMENTS.map((environment) => [environment, { environment }])),
  };
}

function describeScript(command: Command, root: string, name: string): string {
  return (
    `The script "${name}" of ${root === '.' ? '' : `${root}/`}package.json takes this name: it runs, and drizzle-guard does not. ` +
    `Rename the script, or set "targets": { "${command}": "<name>" } in the options of nx-drizzle in nx.json.`
  );
}

import type { DrizzleProject } from './drizzle-project';
import type { InferredProject, TargetConfiguration } from './nx-types';
import { COMMANDS, type Command, type TargetNames } from './options';
import { findRefusal } from './find-refusal';

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
  migrate: {
    description: 'Applies the pending drizzle migrations to the database of an environment.',
    example: { args: ['--dry-run'] },
  },
  status: {
    description: 'Shows which drizzle migrations the database of an environment has.',
    example: { args: ['--pending'] },
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
  const commands = [...COMMANDS];
  const targets = Object.fromEntries(
    commands.map((command) => [
      names[command],
      inferTarget(command, project, names[command], externalDependencies),
    ]),
  );
  const own = commands.map((command) => names[command]).filter((name) => !project.scripts.includes(name));
  return { targets, metadata: { targetGroups: { Drizzle: own } } };
}

function inferTarget(
  command: Command,
  project: DrizzleProject,
  name: string,
  externalDependencies: readonly string[],
): TargetConfiguration {
  const refusal = findRefusal(command, project);
  const metadata = {
    technologies: ['drizzle'],
    description: project.scripts.includes(name)
      ? describeScript(command, project.root, name)
      : (refusal ?? DESCRIPTIONS[command].description),
    help: { command: `npx drizzle-guard ${command} --help`, example: DESCRIPTIONS[command].example },
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
    command: `drizzle-guard ${command}`,
    options: { database: project.root },
    ...configurationsOf(command),
    ...rulesOf(command, externalDependencies),
    metadata,
  };
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
          '{workspaceRoot}/tsconfig*.json',
          // An empty list would stand for "no package matters"; without one Nx counts them all.
          ...(externalDependencies.length > 0 ? [{ externalDependencies: [...externalDependencies] }] : []),
        ],
        outputs: [],
      };
    case 'migrate':
      return { cache: false, parallelism: false };
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
    `Rename the script, or set "targets": { "${command}": "drizzle-${command}" } in the options of nx-drizzle in nx.json.`
  );
}

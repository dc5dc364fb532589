import { findUnknownConfiguration } from './find-unknown-configuration';
import { findUntold } from './find-untold';
import type { PreTasksExecutionContext, ProjectNodes } from './nx-types';
import { parseOptions } from './options';
import { parseRunArguments, type RunArguments } from './parse-run-arguments';

/**
 * Looks at an nx command before any task starts: stops one that asks a drizzle target for a configuration that does not
 * exist, and says where something else has the name of such a target.
 *
 * @param options the plugin's options in nx.json
 * @param context what Nx says of the command
 * @throws Error with the message for the user; or what Nx throws where it cannot say which projects there are
 */
export async function preTasksExecution(options: unknown, context: PreTasksExecutionContext): Promise<void> {
  const run = parseRunArguments(context.argv);
  const names = parseOptions(options);
  if (!mayConcern(run, Object.values(names))) return;
  const nodes = await readNodes();
  const problem = findUnknownConfiguration(run, nodes, names);
  if (problem !== null) throw new Error(problem);
  for (const line of findUntold(run, nodes, names)) process.stderr.write(`nx-drizzle: ${line}\n`);
}

/** Reading the graph costs more than the rest, and this runs before the tasks of every nx command. */
function mayConcern(run: RunArguments, names: readonly string[]): boolean {
  if (run.configuration !== null) return true;
  const written = [run.command, ...run.positionals, ...run.targets];
  return written.some((word) => word.split(':').length > 2 || names.some((name) => mayBeTarget(word, name)));
}

/** Targets are called by a command's name, by it and an infix, and by either behind `drizzle-`; a project may stand before. */
function mayBeTarget(word: string, name: string): boolean {
  return [word, word.slice(word.indexOf(':') + 1)].some((part) => {
    const own =
      part.startsWith('drizzle-') && !name.startsWith('drizzle-') ? part.slice('drizzle-'.length) : part;
    return own === name || own.startsWith(`${name}:`) || own.startsWith(`${name}-`);
  });
}

/** Nx writes the graph down before it gets here; told not to, Nx 22 leaves an older one in its place. */
async function readNodes(): Promise<ProjectNodes> {
  const { createProjectGraphAsync, readCachedProjectGraph } = await import('nx/src/devkit-exports');
  if (process.env['NX_CACHE_PROJECT_GRAPH'] === 'false') return (await createProjectGraphAsync()).nodes;
  try {
    return readCachedProjectGraph().nodes;
  } catch {
    return (await createProjectGraphAsync()).nodes;
  }
}

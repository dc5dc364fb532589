import { findUnknownConfiguration } from './find-unknown-configuration';
import type { PreTasksExecutionContext, ProjectNodes } from './nx-types';
import { parseOptions } from './options';
import { parseRunArguments, type RunArguments } from './parse-run-arguments';

/**
 * Stops an nx command that asks a drizzle target for a configuration that does not exist, before any task starts.
 *
 * @param options the plugin's options in nx.json
 * @param context what Nx says of the command
 * @throws Error with the message for the user; or what Nx throws where it cannot say which projects there are
 */
export async function preTasksExecution(options: unknown, context: PreTasksExecutionContext): Promise<void> {
  const run = parseRunArguments(context.argv);
  if (!mayNameConfiguration(run, Object.values(parseOptions(options)))) return;
  const problem = findUnknownConfiguration(run, await readNodes());
  if (problem !== null) throw new Error(problem);
}

/** Reading the graph costs more than the rest, and this runs before the tasks of every nx command. */
function mayNameConfiguration(run: RunArguments, names: readonly string[]): boolean {
  if (run.configuration !== null) return true;
  const written = [run.command, ...run.positionals, ...run.targets];
  return written.some((word) => word.split(':').length > 2 || names.some((name) => mayBeTarget(word, name)));
}

/** Targets are called by a command's name, by it and an infix, and by either behind `drizzle-`. */
function mayBeTarget(word: string, name: string): boolean {
  const own =
    word.startsWith('drizzle-') && !name.startsWith('drizzle-') ? word.slice('drizzle-'.length) : word;
  return own.startsWith(`${name}:`) || (own.startsWith(`${name}-`) && own.includes(':'));
}

/** Nx writes the graph down before it gets here; told not to, Nx 22 leaves an older one in its place. */
async function readNodes(): Promise<ProjectNodes> {
  const { createProjectGraphAsync, readCachedProjectGraph } = await import('@nx/devkit');
  if (process.env['NX_CACHE_PROJECT_GRAPH'] === 'false') return (await createProjectGraphAsync()).nodes;
  try {
    return readCachedProjectGraph().nodes;
  } catch {
    return (await createProjectGraphAsync()).nodes;
  }
}

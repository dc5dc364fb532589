import { parseJson } from '../text/json';
import { join } from '../text/paths';
import { takenNames } from './taken-names';

type Read = (file: string) => Promise<string | null | undefined> | string | null;

/**
 * What a project has under the name of a target of ours, which Nx puts in the place of it, without a word. What another
 * plugin infers only Nx itself can tell; nx-drizzle says it before a task runs.
 *
 * @param read a file's text by its path from the root; null without one
 * @param dir the project's folder, from the root
 * @param targets those that nx-drizzle infers, where its options give them no other names
 * @returns a line each; [] where the targets are not there or have other names
 */
export async function takenTargets(
  read: Read,
  dir: string,
  targets: readonly { name: string }[],
): Promise<string[]> {
  const { plugins = [] } = objectIn(await read('nx.json')) as { plugins?: unknown[] };
  const isOurs = (plugin: unknown) =>
    plugin === 'nx-drizzle' ||
    (typeof plugin === 'object' && plugin !== null && 'plugin' in plugin && plugin.plugin === 'nx-drizzle');
  const own = plugins.find(isOurs);
  const { options = {} } = (typeof own === 'object' ? own : {}) as { options?: object };
  if (own === undefined || 'targetPrefix' in options || 'targets' in options) return [];
  const readHere = async (file: string) => objectIn(await read(join(dir === '.' ? '' : dir, file)));
  return takenNames(await readHere('package.json'), await readHere('project.json'))
    .filter(({ name }) => targets.some((target) => target.name === name))
    .map(
      ({ name, by }) =>
        `\`${name}\` is ${by}, which takes the place of the Nx target of that name: the target is \`drizzle-${name}\``,
    );
}

/** {} for a file that is not there or is no object: others say so. */
function objectIn(text: string | null | undefined): Record<string, unknown> {
  const parsed = text === null || text === undefined ? undefined : parseJson(text);
  const value = parsed && 'value' in parsed ? parsed.value : null;
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

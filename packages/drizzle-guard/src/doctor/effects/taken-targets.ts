import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseJson } from '../../text/json';

/**
 * Scripts of a package that have the name of a target: Nx puts them in its place, without a word.
 * @param root absolute
 * @param dir the package's folder, from the root
 * @param targets those that nx-drizzle infers, where its options give them no other names
 * @returns a line each; [] where the targets are not there or have other names
 */
export function takenTargets(root: string, dir: string, targets: readonly { name: string }[]): string[] {
  const { plugins = [] } = readObject(path.join(root, 'nx.json')) as { plugins?: unknown[] };
  const isOurs = (plugin: unknown) =>
    plugin === 'nx-drizzle' ||
    (typeof plugin === 'object' && plugin !== null && 'plugin' in plugin && plugin.plugin === 'nx-drizzle');
  const own = plugins.find(isOurs);
  const { options = {} } = (typeof own === 'object' ? own : {}) as { options?: object };
  if (own === undefined || 'targetPrefix' in options || 'targets' in options) return [];
  const { scripts = {} } = readObject(path.join(root, dir, 'package.json')) as { scripts?: object };
  return targets
    .filter(({ name }) => Object.hasOwn(scripts, name))
    .map(
      ({ name }) =>
        `package.json has a script "${name}", which takes the place of the Nx target of that name: the target is \`drizzle-${name}\``,
    );
}

/** {} for a file that is not there or is no object: others say so. */
function readObject(file: string): object {
  try {
    const parsed = parseJson(readFileSync(file, 'utf8'));
    return 'value' in parsed && typeof parsed.value === 'object' && parsed.value !== null ? parsed.value : {};
  } catch {
    return {};
  }
}

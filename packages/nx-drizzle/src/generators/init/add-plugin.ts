import { readNxJson, type Tree, updateNxJson } from '@nx/devkit';

const PLUGIN = 'nx-drizzle';

/** Names the plugin in nx.json, unless it is there already, by its name alone or with options. */
export function addPlugin(tree: Tree): void {
  const nxJson = readNxJson(tree) ?? {};
  const plugins = nxJson.plugins ?? [];
  if (plugins.some((entry) => (typeof entry === 'string' ? entry : entry.plugin) === PLUGIN)) return;
  updateNxJson(tree, { ...nxJson, plugins: [...plugins, PLUGIN] });
}

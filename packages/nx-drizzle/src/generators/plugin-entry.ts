import { parseJson, type Tree } from '../nx-api';

export const PLUGIN = 'nx-drizzle';

/** Which of the plugins in nx.json is this one, by its name alone or with options; null where none is. */
export function positionOfPlugin(tree: Tree): number | null {
  const text = tree.read('nx.json', 'utf8');
  const { plugins = [] } = (text === null ? {} : parseJson(text.replace(/^\ufeff/, ''))) as {
    plugins?: (string | { plugin: string })[];
  };
  const position = plugins.findIndex(
    (entry) => (typeof entry === 'string' ? entry : entry.plugin) === PLUGIN,
  );
  return position === -1 ? null : position;
}

import type { Tree } from '../../nx-api';
import { withItem } from 'drizzle-guard';
import { PLUGIN, positionOfPlugin } from '../plugin-entry';

/** Names the plugin in nx.json, unless it is there already, by its name alone or with options; nothing else changes. */
export function addPlugin(tree: Tree): void {
  if (positionOfPlugin(tree) !== null) return;
  tree.write('nx.json', withItem(tree.read('nx.json', 'utf8') ?? '{}\n', ['plugins'], PLUGIN));
}

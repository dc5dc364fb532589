import { recordingTree } from '../answers/recording-tree';
import type { Answer, Discovery, Terms } from '../answers/store';
import type { Tree } from '../sources/tree';
import { readBaseline } from '../workspace/baseline';
import { readConfiguration } from '../workspace/configuration';
import { discoverDatabases } from '../workspace/discover';

// What a session loads together, when it first has to read.
export { readHistory } from '../history/read-history';
export { identifiedWorkTree, workTree } from '../sources/work-tree';
export { judgeFolder } from './judge-folder';

/** @throws GuardError what `readConfiguration` and `readBaseline` throw */
export async function readTerms(tree: Tree): Promise<Terms> {
  return { configuration: await readConfiguration(tree), baseline: await readBaseline(tree) };
}

/**
 * What the files of a Tree say before any database is looked at, with all that this rests on.
 * @throws GuardError what `readTerms` and `discoverDatabases` throw
 */
export async function discover(tree: Tree): Promise<{ value: Discovery; answer: Answer<Discovery> }> {
  const recording = recordingTree(tree);
  const terms = await readTerms(recording.tree);
  const value = { ...terms, ...(await discoverDatabases(recording.tree, terms.configuration)) };
  return { value, answer: { inputs: recording.inputs(), disk: {}, environment: {}, value } };
}

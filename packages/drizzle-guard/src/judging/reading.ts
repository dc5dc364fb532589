import { recordingTree } from '../answers/recording-tree';
import type { Answer, Discovery } from '../answers/store';
import type { Tree } from '../sources/tree';
import { readBaseline } from '../workspace/baseline';
import { readConfiguration } from '../workspace/configuration';
import { discoverDatabases } from '../workspace/discover';

// What a session loads together, when it first has to read.
export { openBlobs } from '../git/blobs';
export { readHistory } from '../history/read-history';
export { gitTree } from '../sources/git-tree';
export { identifiedWorkTree, workTree } from '../sources/work-tree';

/**
 * What the files of a Tree say before any database is looked at, with all that this rests on.
 * @throws GuardError what `readConfiguration`, `readBaseline` and `discoverDatabases` throw
 */
export async function discover(tree: Tree): Promise<{ value: Discovery; answer: Answer<Discovery> }> {
  const recording = recordingTree(tree);
  const configuration = await readConfiguration(recording.tree);
  const baseline = await readBaseline(recording.tree);
  const databases = await discoverDatabases(recording.tree, configuration);
  const value = { configuration, baseline, databases };
  return { value, answer: { inputs: recording.inputs(), disk: {}, environment: {}, value } };
}

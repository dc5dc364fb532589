import type { History } from '../history/history';
import type { Tree } from '../sources/tree';
import { entitiesOf } from '../state/entities';
import type { Json } from '../state/json';
import { answering, type Answered, type Reply } from '../state/replies';
import type { Database } from '../workspace/discover';
import { askInRounds, type Given } from './ask-in-rounds';
import type { MissingHint } from './hints';
import { newestState } from './newest-state';
import { runGenerate, type GenerateWish } from './run-generate';
import type { Settings } from './settings';

/**
 * What drizzle-kit 1.0 asks about a schema that only its command line can read, and what comes of the answers. It does not
 * say what is gone, so all that was there is a candidate; it refuses what is not gone when it runs. Nothing is written.
 */
export async function askKit(
  tree: Tree,
  database: Database,
  settings: Settings,
  history: History,
  wish: Omit<GenerateWish, 'answers' | 'isDry'>,
  replies: readonly Reply[],
): Promise<Answered> {
  const state = await newestState(tree, history);
  const before =
    typeof state !== 'string' && state.kind === 'snapshot' ? entitiesOf(JSON.parse(state.text) as Json) : [];
  const { answer, outcome } = answering(replies, []);
  const missingAfter = async (answers: readonly Given[]) => {
    const dry = { ...wish, interactive: false, answers, isDry: true };
    return missingIn((await runGenerate(tree.root, database, settings, dry)).output);
  };
  await askInRounds(missingAfter, before, null, answer);
  return outcome();
}

/** Its answer is one line of JSON among what it says for people. */
function missingIn(output: string): MissingHint[] {
  const line = output.split('\n').find((one) => one.startsWith('{"status":"missing_hints"'));
  return line === undefined ? [] : (JSON.parse(line) as { unresolved: MissingHint[] }).unresolved;
}

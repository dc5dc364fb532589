import { questionAbout } from '../state/ask-of-list';
import type { Entity } from '../state/entity';
import type { Answer } from '../state/question';
import type { Asked } from '../state/replies';
import { wantedBy, type MissingHint } from './hints';

export type Given = Pick<Asked, 'asked' | 'from'>;

/**
 * Asks what drizzle-kit 1.0 wants to know, which it tells a part at a time: it asks about what lies in a schema or table as
 * if that were new, and about what could have been what is renamed by now, until it has the answer.
 *
 * @param missingAfter what it asks after these answers
 * @param after null where that state is not known
 */
export async function askInRounds(
  missingAfter: (given: readonly Given[]) => Promise<readonly MissingHint[]>,
  before: readonly Entity[],
  after: readonly Entity[] | null,
  answer: Answer,
): Promise<void> {
  const given: Given[] = [];
  const known = new Set<string>();
  for (;;) {
    const missing = (await missingAfter(given)).filter((hint) => !known.has(keyOf(hint)));
    if (missing.length === 0) return;
    for (const hint of missing.filter(({ kind }) => kind === missing[0]!.kind)) {
      known.add(keyOf(hint));
      const wanted = wantedBy(hint);
      if (!wanted) continue;
      const renamed = given.flatMap(({ asked, from }) => (from ? [{ from, to: asked }] : []));
      const question = questionAbout(wanted, before, after, renamed);
      const from = question && answer(question);
      given.push({ asked: question?.asked ?? wanted, from });
      if (from) break;
    }
  }
}

function keyOf({ kind, entity }: MissingHint): string {
  return JSON.stringify([kind, entity]);
}

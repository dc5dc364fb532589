import { wordsOf } from '../../errors/words-of';
import { askOfMaps } from '../../state/ask-of-maps';
import { entitiesOf } from '../../state/entities';
import type { Json } from '../../state/json';
import { createdIn } from '../../state/question';
import { answering, type Answered, type Reply } from '../../state/replies';
import { askInRounds, type Given } from '../ask-in-rounds';
import type { MissingHint } from '../hints';
import type { Kit } from '../kit';

/** Two states of one form, and the drizzle-kit that compares them. */
export interface Step {
  kit: Kit;
  dialect: string;
  previous: Json;
  current: Json;
}

/** Null where drizzle-kit would have to ask whether something was renamed: it throws, 0.31 because there is no terminal. */
export async function statementsBetween(step: Step): Promise<string[] | null> {
  const found = await attempt(step, []);
  return Array.isArray(found) ? found : null;
}

/** The same where it is told what is renamed; what else is new is new. */
export async function statementsAfter(step: Step, renames: readonly Reply[]): Promise<string[] | null> {
  const { asked } = await questionsBetween(step, renames, 'new');
  const found = await attempt(step, asked);
  return Array.isArray(found) ? found : null;
}

/**
 * What drizzle-kit asks on the way from one state to another, also after the answers.
 * @param otherwise what is taken for the answer where none is given
 */
export async function questionsBetween(
  step: Step,
  replies: readonly Reply[],
  otherwise: 'likely' | 'new' = 'likely',
): Promise<Answered> {
  const [before, after] = [entitiesOf(step.previous), entitiesOf(step.current)];
  const { answer, outcome } = answering(replies, createdIn(before, after), otherwise);
  if (!Array.isArray(step.current['ddl'])) {
    askOfMaps(before, after, answer);
    return outcome();
  }
  await askInRounds((given) => missingAfter(step, given), before, after, answer);
  return outcome();
}

/** What drizzle-kit 1.0 asks after these answers; nothing where it does not take one of them, which it says when it runs. */
async function missingAfter(step: Step, given: readonly Given[]): Promise<MissingHint[]> {
  const found = await attempt(step, given).catch(() => []);
  return Array.isArray(found) ? [] : found.missing;
}

/** The statements; or what drizzle-kit wants to know first, of which 0.31 says only that there is something. */
async function attempt(
  { kit, dialect, previous, current }: Step,
  given: readonly Given[],
): Promise<string[] | { missing: MissingHint[] }> {
  try {
    return await kit.differ(dialect, previous, current, given);
  } catch (thrown) {
    if (wordsOf(thrown).includes('Interactive prompts require a TTY')) return { missing: [] };
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'missing_hints')
      return { missing: missingIn(thrown) };
    throw thrown;
  }
}

function missingIn(thrown: Error): MissingHint[] {
  const { missingHints, meta } = thrown as {
    missingHints?: MissingHint[];
    meta?: { unresolved?: MissingHint[] };
  };
  return missingHints ?? meta?.unresolved ?? [];
}

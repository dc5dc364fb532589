import type { Advice, OperationAdvice, Side } from '../results/advice';
import type { Style } from './style';
import { typeable } from './typeable';

/**
 * How to go on: the sides in git's own words for them, what is checked out first; then what is only read; then nothing but
 * what is typed, a command a line, so that all of it can be copied into any shell.
 */
export function renderAdvice(advice: Advice | OperationAdvice, style: Style): string {
  return [
    ...('mine' in advice ? sidesOf(advice) : []),
    ...advice.notes.map(typeable),
    style.bold('next:'),
    ...advice.steps.map((step) => `  ${typeable(step)}`),
  ].join('\n');
}

function sidesOf({ mine, theirs }: OperationAdvice): string[] {
  const [head, other] = mine.isHead ? [mine, theirs] : [theirs, mine];
  return [`ours    ${wordsOf(head)}`, `theirs  ${wordsOf(other)}`];
}

function wordsOf({ name, migrations }: Side): string {
  const tags = migrations.map(({ tag, landed }) => (landed ? `${tag} (landed)` : tag));
  return `${name}: ${tags.join(', ') || 'no migration of its own'}`;
}

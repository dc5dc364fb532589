import type { CatalogEntry } from '../engines/shadow/shadow';
import { compare, subjectOf, type Comparable } from '../state/compare';

/** What a way back leaves otherwise than it was, in words: "table public.orders is left". */
export function notAsBefore(before: readonly CatalogEntry[], after: readonly CatalogEntry[]): string[] {
  return compare(before.map(described), after.map(described))
    .map((change) => {
      const { before: was, after: is } = change;
      const { key } = subjectOf(change);
      if (!was) return `${key} is left`;
      if (!is) return `${key} is not there again`;
      return `${key} is ${inWords(is.definition)}, and was ${inWords(was.definition)}`;
    })
    .sort();
}

function described({ object, of, definition }: CatalogEntry): Comparable {
  return { key: object, of, definition };
}

function inWords(definition: unknown): string {
  return definition === '' ? 'without options' : `\`${String(definition).replaceAll(/\s+/g, ' ').trim()}\``;
}

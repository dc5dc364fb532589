import type { Json } from './json';

/** The state before the first migration, in the form of another. */
export function emptied(state: Json): Json {
  return Object.fromEntries(
    Object.entries(state).map(([part, value]) => [
      part,
      typeof value === 'object' && value !== null && part !== '_meta' ? emptiedPart(value) : value,
    ]),
  );
}

function emptiedPart(value: object): object {
  return Array.isArray(value) ? [] : {};
}

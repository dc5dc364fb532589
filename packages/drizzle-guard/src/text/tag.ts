// A migration's tag is a number or a time, an underscore and a title: `0003_orders` in the journal layout,
// `20260131120000_orders` in the folders layout. Of the tags of a journal people may have made anything.

/** `0003_orders` → `0003`: everything before the first underscore. */
export function prefixOf(tag: string): string {
  return tag.split('_')[0]!;
}

/** `0003_orders` → 3; null where the prefix is no number. */
export function numberOf(tag: string): number | null {
  const prefix = prefixOf(tag);
  return /^\d+$/.test(prefix) ? Number(prefix) : null;
}

/** `0003_orders` → `orders`; a tag that begins with no number is its own title. */
export function titleOf(tag: string): string {
  return tag.replace(/^\d+_/, '');
}

/** The time with which a folder's name begins, to the second: 2026-01-31 12:00 → `20260131120000`; "" for no time. */
export function stampOf(milliseconds: number): string {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().replaceAll(/\D/g, '').slice(0, 14);
}

/**
 * The order in which drizzle-orm 1.0 runs folders (`name.localeCompare`), which takes a hundred times as long where the
 * times at the beginning decide, and milliseconds to load.
 */
export function byFolderName(one: string, other: string): number {
  const [own, another] = [one.slice(0, 14), other.slice(0, 14)];
  const areTimes = /^\d{14}$/.test(own) && /^\d{14}$/.test(another);
  return areTimes && own !== another ? (own < another ? -1 : 1) : one.localeCompare(other);
}

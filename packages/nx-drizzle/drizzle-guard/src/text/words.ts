/** Names as one list: "0001_a and 0002_b", "0001_a, 0002_b and 0003_c"; "" for none. */
export function listOf(names: readonly string[]): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** A timestamp (ms since 1970) in UTC: "2026-01-31 12:00:00Z"; the number itself where it is no time. */
export function timeOf(timestamp: number): string {
  const date = new Date(timestamp);
  return Number.isNaN(date.getTime())
    ? String(timestamp)
    : date.toISOString().replace('T', ' ').replace('.000', '');
}

/** How many there are: "1 finding", "2 findings". @param noun in the singular, with a plural in s */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** "0001_a and 0002_b", "0001_a, 0002_b and 0003_c". */
export function listOf(names: readonly string[]): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** When a timestamp was, in words that need no time zone. */
export function timeOf(timestamp: number): string {
  const date = new Date(timestamp);
  return Number.isNaN(date.getTime())
    ? String(timestamp)
    : date.toISOString().replace('T', ' ').replace('.000', '');
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

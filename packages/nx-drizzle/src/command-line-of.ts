import type { Target } from 'drizzle-guard/targets';

/** What a target says to drizzle-guard, without its options. */
export function commandLineOf({ command, args = [], argsInSeries = [] }: Target, databases = 1): string {
  return [command, ...args, ...(databases > 1 ? argsInSeries : [])].join(' ');
}

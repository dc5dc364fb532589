import { targets } from 'drizzle-guard/targets';

/** The names of a database's targets, in their order. */
export const TARGETS = targets.map(({ name }) => name);

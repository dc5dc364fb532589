import type { TakenName } from 'drizzle-guard/targets';
import type { Database } from './group-databases';

/** What is known of a project that has drizzle configs. */
export type DrizzleProject = {
  /** relative to the workspace's root; '.' is the workspace itself */
  readonly root: string;
  /** as Nx has it */
  readonly name: string;
  readonly databases: readonly Database[];
  /** names that the project itself gives to its scripts and targets */
  readonly taken: readonly TakenName[];
};

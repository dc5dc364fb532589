import type { Database } from './group-databases';

/** What is known of a project that has drizzle configs. */
export type DrizzleProject = {
  /** relative to the workspace's root; '.' is the workspace itself */
  readonly root: string;
  readonly databases: readonly Database[];
  /** the scripts of its package.json that Nx makes targets of */
  readonly scripts: readonly string[];
};

import type { Kind } from '../workspace/environment-rules';

/** A target that nx-drizzle makes of a command, for every project with a drizzle config. The terms are Nx's. */
export interface TargetRow<Name extends string = string> {
  name: Name;
  /** A sentence. */
  description: string;
  /** What always stands behind the command's name. */
  args?: readonly string[];
  /** What stands there too where the target is about several databases: it takes one after another. */
  argsInSeries?: readonly string[];
  dependsOn?: readonly string[];
  parallelism?: false;
  /** Whether each environment is a configuration, which gives it as the option `environment`; or which of them. */
  configurations?: 'environments' | readonly Kind[];
  /** Shown before those of the other commands. */
  isFirst?: true;
}

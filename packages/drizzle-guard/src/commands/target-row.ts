/** A target that nx-drizzle makes of a command, for every project with a drizzle config. The terms are Nx's. */
export interface TargetRow<Name extends string = string> {
  name: Name;
  /** A sentence. */
  description: string;
  /** What a user may add, as an example. */
  example: readonly string[];
  /** What always stands behind the command's name. */
  args?: readonly string[];
  /** What stands there too where the target is about several databases: it takes one after another. */
  argsInSeries?: readonly string[];
  /** Whether Nx may repeat its answer; the command is told so in the environment, since a ref is no input. */
  cache: boolean;
  dependsOn?: readonly string[];
  /** Of a cached target; nx-drizzle adds the installed packages that decide too. */
  inputs?: readonly string[];
  parallelism?: false;
  /** Whether each environment is a configuration, which gives it as the option `environment`. */
  configurations?: 'environments';
  /** Shown before those of the other commands. */
  isFirst?: true;
}

import { GuardError } from '../errors/guard-error';

export interface EnvironmentRequest {
  /** --environment. */
  flag: string | undefined;
  /** DRIZZLE_GUARD_ENVIRONMENT. */
  variable: string | undefined;
  /** Every environment that there is for this database. */
  known: readonly string[];
}

export interface ChosenEnvironment {
  name: string;
  /** False for the default; then a file inside the work tree is the only database that may be used in CI. */
  asked: boolean;
}

export const BUILT_IN_ENVIRONMENTS = ['development', 'staging', 'production'] as const;

/**
 * Which environment a command is about: the flag, else the variable, else development.
 * @throws GuardError `unknown-environment` for a name that nothing defines
 */
export function chooseEnvironment({ flag, variable, known }: EnvironmentRequest): ChosenEnvironment {
  const name = flag ?? (variable || undefined);
  if (name === undefined) return { name: 'development', asked: false };
  if (known.includes(name)) return { name, asked: true };
  throw new GuardError(
    'unknown-environment',
    `there is no environment ${name}: ${known.join(', ')} are known`,
    'correct the name, or define it under "environments" in drizzle-guard.json; no database was opened',
  );
}

/**
 * What keeps a command from the wrong database, before it is opened.
 *
 * @param ownConnection whether the environment has a connection of its own (a config beside the database, a config or
 *   variable named in drizzle-guard.json)
 * @throws GuardError `no-environment` in CI without a name, `not-its-database` where staging or production would be a
 *   development file
 */
export function refuseWrongTarget(
  environment: ChosenEnvironment,
  target: { description: string; insideWorkTree: boolean },
  { ci, ownConnection }: { ci: boolean; ownConnection: boolean },
): void {
  if (ci && !environment.asked && !target.insideWorkTree)
    throw new GuardError(
      'no-environment',
      `CI is set and no environment was named, so ${target.description} was not opened`,
      'add --environment <name>, or set DRIZZLE_GUARD_ENVIRONMENT',
    );
  if (environment.name !== 'development' && target.insideWorkTree && !ownConnection)
    throw new GuardError(
      'not-its-database',
      `${environment.name} has no connection of its own: the drizzle config names ${target.description}, a development database of this checkout`,
      `give it one: a drizzle.config.${environment.name}.ts beside the config, or "environments": { "${environment.name}": { "urlEnv": … } } in drizzle-guard.json; no database was opened`,
    );
}

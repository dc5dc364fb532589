import { GuardError } from '../errors/guard-error';
import { listOf } from '../text/words';
import {
  ALLOWED,
  DEMANDED,
  KINDS,
  type Allowed,
  type Demanded,
  type Kind,
  type PolicyRule,
} from '../workspace/environment-rules';

/** What is allowed and demanded in an environment, with everything decided. */
export interface Policy {
  environment: string;
  allow: Readonly<Record<Allowed, boolean>>;
  demand: Readonly<Record<Demanded, boolean>>;
  /** Rules that somebody has set aside for this run, typed out. */
  overridden: readonly PolicyRule[];
}

/** What drizzle-guard.json says of it. */
export interface StatedPolicy {
  like?: Kind | undefined;
  allow?: Partial<Record<Allowed, boolean | undefined>> | undefined;
  demand?: Partial<Record<Demanded, boolean | undefined>> | undefined;
}

const NAMES: Readonly<Record<string, Kind>> = {
  ...{ dev: 'development', local: 'development', test: 'development' },
  ...{ stage: 'staging', preview: 'staging', preprod: 'staging' },
  ...{ prod: 'production', live: 'production' },
};

const DEFAULTS: Readonly<Record<Kind, Pick<Policy, 'allow' | 'demand'>>> = {
  development: {
    allow: { push: true, reset: true, seed: true, studio: true, force: true, late: true },
    demand: { backup: false, check: false, rehearse: false },
  },
  staging: {
    allow: { push: false, reset: true, seed: true, studio: true, force: false, late: true },
    demand: { backup: false, check: false, rehearse: true },
  },
  production: {
    allow: { push: false, reset: false, seed: false, studio: false, force: false, late: false },
    demand: { backup: true, check: true, rehearse: false },
  },
};

/** Whose defaults an environment has: a name that nobody knows is as strict as production. */
export function kindOf(environment: string, like?: Kind): Kind {
  const known = KINDS.find((kind) => kind === environment);
  return like ?? known ?? (Object.hasOwn(NAMES, environment) ? NAMES[environment]! : 'production');
}

/**
 * @param overrides as they are typed: "production:backup"; those of other environments do not count here
 * @throws GuardError `usage` where one is no rule
 */
export function policyOf(
  environment: string,
  stated: StatedPolicy = {},
  overrides: readonly string[] = [],
): Policy {
  const defaults = DEFAULTS[kindOf(environment, stated.like)];
  const overridden = overrides.flatMap((text) => {
    const { environment: of, rule } = readOverride(text);
    return of === environment ? [rule] : [];
  });
  const value = <R extends PolicyRule>(rules: Partial<Record<R, boolean | undefined>> | undefined, rule: R) =>
    rules?.[rule];
  const allow = Object.fromEntries(
    ALLOWED.map((rule) => [
      rule,
      overridden.includes(rule) || (value(stated.allow, rule) ?? defaults.allow[rule]),
    ]),
  ) as Record<Allowed, boolean>;
  const demand = Object.fromEntries(
    DEMANDED.map((rule) => [
      rule,
      !overridden.includes(rule) && (value(stated.demand, rule) ?? defaults.demand[rule]),
    ]),
  ) as Record<Demanded, boolean>;
  return { environment, allow, demand, overridden: [...new Set(overridden)] };
}

const RULES: readonly PolicyRule[] = [...ALLOWED, ...DEMANDED];

/** @throws GuardError `usage` */
export function readOverride(text: string): { environment: string; rule: PolicyRule } {
  const at = text.lastIndexOf(':');
  const rule = RULES.find((one) => one === text.slice(at + 1));
  if (at > 0 && rule) return { environment: text.slice(0, at), rule };
  throw new GuardError(
    'usage',
    `--override takes <environment>:<rule>, and not ${JSON.stringify(text)}`,
    `the rules are ${listOf(RULES)}; nothing was done`,
  );
}

/**
 * Refuses what the environment does not allow; no connection is opened before.
 * @throws GuardError `refused-by-policy`
 */
export function requireAllowed({ environment, allow }: Policy, rule: Allowed, instead: string): void {
  if (allow[rule]) return;
  throw new GuardError(
    'refused-by-policy',
    `${environment} does not allow ${rule}`,
    `${instead}; in an emergency add \`--override ${environment}:${rule}\`, which is recorded. No database was opened`,
  );
}

import { targets as rows, type TargetName } from 'drizzle-guard/targets';

/** What stands beside the plugin's name in nx.json. */
export type DrizzlePluginOptions = {
  /** Put before every target's name, as it stands: `drizzle-` makes `drizzle-migrate`. */
  readonly targetPrefix?: string;
  /** The whole name of single targets; the prefix is not put before these. */
  readonly targets?: Readonly<Partial<Record<TargetName, string>>>;
};

export type TargetNames = Readonly<Record<TargetName, string>>;

const KNOWN = rows.map(({ name }) => name);

/**
 * Validates the plugin's options and settles the targets' names.
 *
 * @param options the value of `options` in nx.json, of which nothing is known yet
 * @returns the target's name in this workspace for every one that drizzle-guard declares
 * @throws Error naming every mistake, because Nx itself passes anything through
 */
export function parseOptions(options: unknown): TargetNames {
  const problems: string[] = [];
  const { targetPrefix, targets } = objectWith(
    options ?? {},
    ['targetPrefix', 'targets'],
    'options',
    problems,
  );
  if (targetPrefix !== undefined && typeof targetPrefix !== 'string') {
    problems.push('"targetPrefix" must be a string');
  }
  const given = objectWith(targets ?? {}, KNOWN, 'options.targets', problems);
  const names = {} as Record<TargetName, string>;
  for (const known of KNOWN) {
    const name = given[known] ?? `${typeof targetPrefix === 'string' ? targetPrefix : ''}${known}`;
    if (typeof name !== 'string' || name === '') {
      problems.push(`"targets.${known}" must be a target's name`);
      continue;
    }
    const twin = KNOWN.find((other) => names[other] === name);
    if (twin !== undefined) problems.push(`${twin} and ${known} would both be the target "${name}"`);
    names[known] = name;
  }
  if (problems.length > 0) {
    throw new Error(
      `The options of nx-drizzle in nx.json are not valid:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`,
    );
  }
  return names;
}

function objectWith(
  value: unknown,
  known: readonly string[],
  where: string,
  problems: string[],
): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    problems.push(`${where} must be an object`);
    return {};
  }
  for (const key of Object.keys(value)) {
    if (!known.includes(key)) problems.push(`"${key}" is unknown in ${where}; known are ${known.join(', ')}`);
  }
  return value as Record<string, unknown>;
}

/**
 * The commands of drizzle-guard that become targets, in the order in which they are shown. `check-base` is `check` beside
 * the base: a target of its own, because a ref is no file and Nx would answer from its cache after it has moved.
 */
export const COMMANDS = [
  'generate',
  'check',
  'check-base',
  'history',
  'migrate',
  'status',
  'doctor',
] as const;

export type Command = (typeof COMMANDS)[number];

/** What stands beside the plugin's name in nx.json. */
export type DrizzlePluginOptions = {
  /** Put before every target's name, as it stands: `drizzle-` makes `drizzle-migrate`. */
  readonly targetPrefix?: string;
  /** The whole name of single targets; the prefix is not put before these. */
  readonly targets?: Readonly<Partial<Record<Command, string>>>;
};

export type TargetNames = Readonly<Record<Command, string>>;

/**
 * Validates the plugin's options and settles the targets' names.
 *
 * @param options the value of `options` in nx.json, of which nothing is known yet
 * @returns the target's name for every command
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
  const given = objectWith(targets ?? {}, COMMANDS, 'options.targets', problems);
  const names = {} as Record<Command, string>;
  for (const command of COMMANDS) {
    const name = given[command] ?? `${typeof targetPrefix === 'string' ? targetPrefix : ''}${command}`;
    if (typeof name !== 'string' || name === '') {
      problems.push(`"targets.${command}" must be a target's name`);
      continue;
    }
    const twin = COMMANDS.find((other) => names[other] === name);
    if (twin !== undefined) problems.push(`${twin} and ${command} would both be the target "${name}"`);
    names[command] = name;
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

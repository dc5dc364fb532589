import { usage } from './define-command';

export const json = { type: 'boolean', help: 'print one JSON document on stdout' } as const;

export const database = {
  type: 'string',
  short: 'd',
  multiple: true,
  value: '<name|dir>',
  help: 'a database, by name, folder, config or package; may be given again (default: of this folder, else all)',
} as const;

export const environment = {
  type: 'string',
  short: 'e',
  value: '<name>',
  help: 'development, staging, production or your own (default: DRIZZLE_GUARD_ENVIRONMENT, else development)',
} as const;

export const yes = {
  type: 'string',
  value: '<database>@<environment>',
  help: 'where there is no terminal to ask in: what may be overwritten',
} as const;

export const override = {
  type: 'string',
  multiple: true,
  value: '<environment>:<rule>',
  help: 'set a rule of an environment aside for this run, which is recorded: production:backup; may be given again',
} as const;

/** Of what hands the terminal to drizzle-kit: there is no JSON beside it. */
export const port = {
  type: 'string',
  value: '<port>',
  help: 'the port on 127.0.0.1 (default: 4983)',
} as const;

export const migrations = {
  type: 'string',
  value: '<folder>',
  help: 'a bare migrations folder, without a drizzle config',
} as const;

export const base = {
  type: 'string',
  value: '<ref>|auto',
  help: 'compare with what has landed on this branch; auto finds it',
} as const;

export const against = {
  type: 'string',
  multiple: true,
  value: '<ref|glob>|open',
  help: "judge branches that have not landed beside each other: 'origin/*', or all of the base's remote; may be given again",
} as const;

export const head = {
  type: 'string',
  value: 'worktree|index|<ref>',
  help: 'what is looked at (default: worktree)',
} as const;

/** @throws GuardError `usage` where both a folder and databases are given */
export function refuseBoth({
  migrations,
  database = [],
}: {
  migrations?: string;
  database?: readonly string[];
}): void {
  if (migrations !== undefined && database.length > 0)
    throw usage('--migrations is about a folder and --database about a database: give one of them');
}

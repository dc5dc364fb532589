import type { CommandResult, DatabaseResult } from '../results/command-result';
import { shellWord } from '../text/shell-word';

/** What a command was told it is about, as it was typed. */
export interface Called {
  database?: readonly string[];
  environment?: string;
}

/** Commands that speak to the database of an environment. */
const COMMAND =
  /`drizzle-guard (backup|diff|migrate|pull|push|rehearse|reset|restore|rollback|seed|status|studio)\b([^`]*)`/g;

/**
 * The way out of each database with commands that are about the same database and environment: without them they would
 * be about all databases, in development.
 */
export function asCalled<R extends CommandResult>(result: R, { database: named, environment }: Called): R {
  const isNamed = named !== undefined || result.databases.length > 1;
  if (!isNamed && environment === undefined) return result;
  const databases = result.databases.map((database) => {
    const options = [
      ...(isNamed ? [{ given: /\s(--database|-d)\b/, flag: ` --database ${shellWord(database.name)}` }] : []),
      ...(environment === undefined
        ? []
        : [{ given: /\s(--environment|-e)\b/, flag: ` --environment ${shellWord(environment)}` }]),
    ];
    const called = (text: string) =>
      text.replaceAll(COMMAND, (_, command: string, rest: string) => {
        const flags = options.filter(({ given }) => !given.test(rest)).map(({ flag }) => flag);
        return `\`drizzle-guard ${command}${flags.join('')}${rest}\``;
      });
    return withHelp(database, called);
  });
  return { ...result, databases };
}

function withHelp<D extends DatabaseResult & { hint?: string }>(
  database: D,
  map: (text: string) => string,
): D {
  const { findings, error, hint } = database;
  return {
    ...database,
    findings: findings.map((finding) => ({ ...finding, help: map(finding.help) })),
    ...(error ? { error: { ...error, help: map(error.help) } } : {}),
    ...(hint === undefined ? {} : { hint: map(hint) }),
  };
}

import type { Failure } from '../errors/failure';
import type { CommandResult, DatabaseResult } from '../results/command-result';
import type { Finding } from '../rules/finding';

/**
 * A result as workflow commands of GitHub Actions, one a line: each finding and each failure at its file and line.
 * Pure; "" where there is nothing to say. GitHub shows them beside the changed lines of a pull request.
 */
export function renderGithub(result: CommandResult): string {
  const commands = [
    ...(result.error ? [ofFailure(result.error)] : []),
    ...result.databases.flatMap((database) => [
      ...database.findings.map(ofFinding),
      ...(database.error ? [ofFailure(database.error, database)] : []),
    ]),
  ];
  return commands.map((command) => `${command}\n`).join('');
}

function ofFinding({ code, severity, database, file, line, message, help }: Finding): string {
  return workflowCommand(
    severity,
    { file, line, title: `${code} (${database})` },
    `${message}\nhelp: ${help}`,
  );
}

function ofFailure({ code, message, help }: Failure, database?: DatabaseResult): string {
  const title = database ? `${code} (${database.name})` : code;
  return workflowCommand('error', { title }, `${message}\nhelp: ${help}`);
}

/** `::error file=…,line=…,title=…::message` (GitHub, "Workflow commands for GitHub Actions"). */
function workflowCommand(
  name: 'error' | 'warning',
  properties: Readonly<Record<string, string | number | undefined>>,
  message: string,
): string {
  const given = Object.entries(properties).filter(([, value]) => value !== undefined);
  const list = given.map(([key, value]) => `${key}=${escapeProperty(`${value}`)}`).join(',');
  return `::${name} ${list}::${escapeData(message)}`;
}

/** As actions/toolkit does it (packages/core/src/command.ts, `escapeData`). */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** As actions/toolkit does it (`escapeProperty`): a colon or a comma would end the property. */
function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

import type { CommandRow, OptionTable } from '../commands/define-command';

export function generalHelp(commands: readonly CommandRow[]): string {
  const rows = commands.map(({ name, summary }) => [name, summary] as const);
  return [
    'Drizzle migrations that a team cannot break.',
    '',
    'Usage: drizzle-guard <command> [options]',
    '',
    ...table([
      ...rows,
      ['hook <name>', 'what a git hook calls; `hook install` makes hooks run in linked worktrees too'],
    ]),
    '',
    'drizzle-guard <command> --help lists the options of a command.',
    'Exit codes: 0 clean or done, 1 findings, 2 could not do it.',
    '',
  ].join('\n');
}

export function commandHelp({ name, summary, argument, options }: CommandRow): string {
  const usage = ['drizzle-guard', name, ...(argument ? [argument] : []), '[options]'].join(' ');
  return [`Usage: ${usage}`, '', capital(summary), '', ...table(optionRows(options)), ''].join('\n');
}

function optionRows(options: OptionTable): (readonly [string, string])[] {
  return Object.entries(options).map(([name, { short, value, help }]) => {
    const flag = `${short ? `-${short}, ` : ''}--${name}${value ? ` ${value}` : ''}`;
    return [flag, help] as const;
  });
}

function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

import type { InitEdit } from './facts';
import { callsHook, hookLine, HOOKS, type HookName } from './hook-line';

/**
 * One of husky's hook files with our line in it.
 * @param before its text; null where there is none
 * @param lead lines that come first in a file that is new
 * @returns null where it calls us already
 */
export function planHookFile(
  file: string,
  name: HookName,
  before: string | null,
  lead: readonly string[],
): InitEdit | null {
  if (before !== null && callsHook(before, name)) return null;
  const line = hookLine(name);
  const after = before === null ? [...lead, line, ''].join('\n') : insertLine(before, line);
  return { file, before, after, why: HOOKS[name] };
}

/** At the end, but before an `exit` or `exec` that ends the script: nothing after one of these ever runs. */
function insertLine(script: string, line: string): string {
  const ended = script === '' || script.endsWith('\n') ? script : `${script}\n`;
  const last = /^(?:exit|exec)\b[^\n]*\n\s*$/m.exec(ended);
  const place = last ? last.index : ended.length;
  return `${ended.slice(0, place)}${line}\n${ended.slice(place)}`;
}

/** What about a hook file only the user can put right. */
export function adviseOnHookFile(file: string, name: HookName, text: string | null): string[] {
  if (text === null) return [];
  const advice: string[] = [];
  if (text.includes('\r'))
    advice.push(
      `${file} has Windows line ends, which sh takes as a part of each command: save it with LF, as .gitattributes now asks`,
    );
  const reader = name === 'pre-push' || name === 'post-rewrite' ? firstReader(text, name) : undefined;
  if (reader !== undefined) advice.push(adviseOnReader(file, name, reader));
  return advice;
}

function adviseOnReader(file: string, name: HookName, reader: string): string {
  const kept = /^(\w+)=\$\(cat\)$/.exec(reader)?.[1];
  const feed = (variable: string, command: string) => `  printf '%s\\n' "$${variable}" | ${command}`;
  return [
    `${file} reads what git writes to it (\`${reader}\`), which leaves nothing for drizzle-guard. Feed it by hand:`,
    ...(kept === undefined ? ['  input=$(cat)', feed('input', reader)] : []),
    feed(kept ?? 'input', hookLine(name)),
  ].join('\n');
}

const STDIN_READER = /\bgit[ -]lfs\s|(?:^|[\s;(])(?:cat|read|xargs)(?:\s|$|\))/;

/** The first line that takes the standard input before our own does; a line that a pipe feeds takes none. */
function firstReader(script: string, name: HookName): string | undefined {
  const lines = script.split(/\r?\n/).map((line) => line.trim());
  const ours = lines.findIndex((line) => callsHook(line, name));
  if (ours !== -1 && lines[ours]!.includes('|')) return undefined;
  return lines
    .slice(0, ours === -1 ? lines.length : ours)
    .find((line) => !line.startsWith('#') && !line.includes('|') && STDIN_READER.test(line));
}

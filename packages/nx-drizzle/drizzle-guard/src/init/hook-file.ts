import type { InitEdit } from './facts';
import { callsHook, hookLines, HOOKS, isOwnLine, type HookCommand, type HookName } from './hook-line';

/**
 * One of husky's hook files with our lines in it; those of an earlier version are replaced.
 * @param before its text; null where there is none
 * @returns null where it calls us as it should, or in a way of its own
 */
export function planHookFile(
  file: string,
  name: HookName,
  before: string | null,
  command: HookCommand,
): InitEdit | null {
  const lines = hookLines(name, command);
  const own = before === null ? [] : linesOf(before).filter((line) => isOwnLine(line, name));
  if (own.map((line) => line.trim()).join('\n') === lines.join('\n')) return null;
  const rest = before === null ? null : withoutOwnLines(before, name);
  if (rest !== null && (callsHook(rest, name) || isStarved(rest, name))) return null;
  return { file, before, after: insertLines(rest, lines), why: HOOKS[name] };
}

/**
 * A hook's script without the lines of init; the same text where it has none.
 * @returns null where they were all that the file held, and it was made for them
 */
export function withoutOwnLines(script: string, name: HookName): string | null {
  const lines = linesOf(script);
  const left = lines.filter((line) => !isOwnLine(line, name));
  if (left.length === lines.length) return script;
  if (left.length === 0) return null;
  // insertLines begins an empty file with a line break, and leaves a last line without one as it was.
  if (left.length === 1 && left[0]!.trim() === '' && isOwnLine(lines.at(-1)!, name)) return '';
  const isOpen = isOwnLine(lines.at(-1)!, name) && !lines.at(-1)!.endsWith('\n');
  return isOpen ? left.join('').replace(/\r?\n$/, '') : left.join('');
}

/** With their line breaks. */
function linesOf(script: string): string[] {
  return script.split(/(?<=\n)/);
}

/**
 * At the end, but before an `exit` or `exec` that ends the script, after which nothing runs; at the beginning of a script
 * that leaves the top of the work tree, where hooks start.
 */
function insertLines(script: string | null, lines: readonly string[]): string {
  const block = lines.join('\n');
  if (script === null) return `${block}\n`;
  if (script === '') return `\n${block}\n`;
  const ends = /^(?:exit|exec)\b[^\n]*\n?\s*$(?![^])/m.exec(script);
  const place = changesFolder(script) ? HEAD.exec(script)![0].length : ends?.index;
  if (place !== undefined) return `${script.slice(0, place)}${block}\n${script.slice(place)}`;
  return script.endsWith('\n') ? `${script}${block}\n` : `${script}\n${block}`;
}

/** What has to come first: the shebang, settings of the shell, husky's own line of earlier versions. */
const HEAD = /^(?:(?:[ \t]*(?:#[^\n]*)?\n)*?(?:#!|set |\. [^\n]*husky\.sh)[^\n]*\n)*/;

/** What stands in parentheses comes back by itself. */
function changesFolder(script: string): boolean {
  return script
    .split('\n')
    .map((line) => line.replace(/^\s*#.*/, '').replaceAll(/\([^()]*\)/g, ''))
    .some((line) => /(?:^|[;&|{]|\bthen|\bdo)\s*(?:cd|pushd)\s/.test(line));
}

/** Whether lines at the beginning of a script would take from the rest what git writes to it. */
function isStarved(script: string, name: HookName): boolean {
  return takesStdin(name) && changesFolder(script) && firstReader(script, name) !== undefined;
}

const takesStdin = (name: HookName) => name === 'pre-push' || name === 'post-rewrite';

/** What about a hook file only the user can put right. */
export function adviseOnHookFile(
  file: string,
  name: HookName,
  text: string | null,
  command: HookCommand,
): string[] {
  if (text === null) return [];
  const advice: string[] = [];
  if (text.includes('\r'))
    advice.push(
      `${file} has Windows line ends, which sh takes as a part of each command: save it with LF, as .gitattributes now asks`,
    );
  const reader = takesStdin(name) ? firstReader(text, name) : undefined;
  if (reader !== undefined) advice.push(adviseOnReader(file, name, reader, command));
  return advice;
}

function adviseOnReader(file: string, name: HookName, reader: string, command: HookCommand): string {
  const kept = /^(\w+)=\$\(cat\)$/.exec(reader)?.[1];
  const feed = (variable: string, fed: string) => `  printf '%s\\n' "$${variable}" | ${fed}`;
  return [
    `${file} reads what git writes to it (\`${reader}\`), which leaves nothing for drizzle-guard. Feed it by hand:`,
    ...(kept === undefined ? ['  input=$(cat)', feed('input', reader)] : []),
    feed(kept ?? 'input', `${command.run} hook ${name} "$@"${name.startsWith('post-') ? ' || true' : ''}`),
  ].join('\n');
}

const STDIN_READER = /\bgit[ -]lfs\s|(?:^|[\s;(])(?:cat|read|xargs)(?:\s|$|\))/;

/** The first line that takes the standard input before our own does; a line that a pipe feeds takes none. */
function firstReader(script: string, name: HookName): string | undefined {
  const lines = script.split(/\r?\n/).map((line) => line.trim());
  const ours = lines.findIndex((line) => callsHook(line, name));
  if (ours !== -1 && lines[ours]!.replaceAll('||', '').includes('|')) return undefined;
  return lines
    .slice(0, ours === -1 ? lines.length : ours)
    .find((line) => !line.startsWith('#') && !line.includes('|') && STDIN_READER.test(line));
}

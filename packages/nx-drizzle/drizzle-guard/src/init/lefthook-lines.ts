import { parse } from 'jsonc-parser';
import { editJson } from '../text/json-edit';
import { listOf } from '../text/words';
import { hookLine, HOOK_NAMES, type HookCommand, type HookName } from './hook-line';

/** What is to be pasted, and how, in words that follow "lefthook runs the hooks here.". */
export interface Pasted {
  how: string;
  lines: string[];
}

/**
 * What lefthook's file has to say for drizzle-guard, as it stands there afterwards.
 *
 * @param file its path, which says its language
 * @param text what it says now
 */
export function lefthookLines(file: string, text: string, command: HookCommand): Pasted {
  const names = HOOK_NAMES.filter((name) => !text.includes(`hook ${name}`));
  if (/\.jsonc?$/.test(file)) return inJson(file, text, names, command);
  if (file.endsWith('.toml'))
    return { how: `Add at the end of ${file}`, lines: inToml(names, command, text) };
  return inYaml(file, text, names, command);
}

/** Without it lefthook lets a commit pass where it is not installed itself: in a checkout without node_modules. */
const ASSERT = 'assert_lefthook_installed';

type Job = { run: string; use_stdin?: true };

function jobOf(name: HookName, command: HookCommand): Job {
  const takesStdin = name === 'pre-push' || name === 'post-rewrite';
  return { run: hookLine(name, command, ' {0}'), ...(takesStdin ? { use_stdin: true } : {}) };
}

function inJson(file: string, text: string, names: readonly HookName[], command: HookCommand): Pasted {
  const changes = names.map((name) => ({
    path: [name, 'commands', 'drizzle-guard'],
    value: jobOf(name, command) as Job | true,
  }));
  if (!text.includes(ASSERT)) changes.push({ path: [ASSERT], value: true });
  const isObject = typeof parse(text) === 'object';
  const after = editJson(isObject ? text : '{}\n', changes);
  return { how: `In ${file} put this in the place of what it says`, lines: after.trimEnd().split(/\r?\n/) };
}

function inToml(names: readonly HookName[], command: HookCommand, text: string): string[] {
  const jobs = names.flatMap((name) => [
    `[${name}.commands.drizzle-guard]`,
    ...Object.entries(jobOf(name, command)).map(([key, value]) => `${key} = ${JSON.stringify(value)}`),
  ]);
  return jobs.length === 0 || text.includes(ASSERT)
    ? jobs
    : [...jobs, '', '# At the top of the file:', `# ${ASSERT} = true`];
}

function inYaml(file: string, text: string, names: readonly HookName[], command: HookCommand): Pasted {
  const sections = names.map((name) => ({ name, section: sectionOf(text, name), job: jobOf(name, command) }));
  const there = sections.flatMap((one) => (one.section ? [{ ...one, section: one.section }] : []));
  const inOneLine = there.filter(({ section }) => !isOnLines(section)).map(({ name }) => name);
  if (inOneLine.length > 0)
    return {
      how: `Write ${listOf(inOneLine)} of ${file} on lines of its own, run \`drizzle-guard init\` again, and it shows what to add`,
      lines: [],
    };
  const replaced = there.flatMap(({ section, job }) => withJob(section, job));
  const added = sections
    .filter(({ section }) => section === null)
    .flatMap(({ name, job }) => [`${name}:`, ...commandsBlock('  ', '  ', job)]);
  if (names.length > 0 && !text.includes(ASSERT)) added.unshift(`${ASSERT}: true`);
  if (there.length === 0) return { how: `Add to ${file}`, lines: added };
  const place = `put this in the place of all that stands under ${listOf(there.map(({ name }) => name))}`;
  return { how: `In ${file} ${place}`, lines: [...replaced, ...added] };
}

/** Whether lines can be added to a section, or it says something in braces that would have to be taken apart. */
function isOnLines([head, ...body]: readonly string[]): boolean {
  const isOpen = (line: string) => /:\s*(?:&\S+\s*)?(?:#.*)?$/.test(line);
  const indent = indentOf(body) ?? '';
  return isOpen(head!) && body.every((line) => isOpen(line) || !line.startsWith(`${indent}commands:`));
}

/** The lines of a key at the top of a YAML text, with what is below it; null where there is none. */
function sectionOf(text: string, name: string): string[] | null {
  const lines = text.split(/\r?\n/);
  const start = lines.findIndex((line) => new RegExp(`^(["']?)${name}\\1\\s*:`).test(line));
  if (start === -1) return null;
  const next = lines.findIndex((line, at) => at > start && /^[^\s#]/.test(line));
  const section = lines.slice(start, next === -1 ? lines.length : next);
  while (/^(?:#.*|\s*)$/.test(section.at(-1)!)) section.pop();
  return section;
}

/** A section with one more command under it. */
function withJob(section: readonly string[], job: Job): string[] {
  const [head, ...body] = section;
  const indent = indentOf(body) ?? '  ';
  const at = body.findIndex((line) => new RegExp(`^${indent}commands\\s*:\\s*(?:#.*)?$`).test(line));
  if (at === -1) return [head!, ...body, ...commandsBlock(indent, indent, job)];
  const inner = indentOf(body.slice(at + 1)) ?? '';
  const deeper = inner.length > indent.length ? inner : `${indent}  `;
  const unit = deeper.slice(indent.length);
  return [head!, ...body.slice(0, at + 1), ...commandLines(deeper, unit, job), ...body.slice(at + 1)];
}

function commandsBlock(indent: string, unit: string, job: Job): string[] {
  return [`${indent}commands:`, ...commandLines(`${indent}${unit}`, unit, job)];
}

function commandLines(indent: string, unit: string, job: Job): string[] {
  return [
    `${indent}drizzle-guard:`,
    ...Object.entries(job).map(([key, value]) => `${indent}${unit}${key}: ${JSON.stringify(value)}`),
  ];
}

/** That of the first line that says something. */
function indentOf(lines: readonly string[]): string | undefined {
  const first = lines.find((line) => !/^\s*(?:#|$)/.test(line));
  return first === undefined ? undefined : /^\s*/.exec(first)![0];
}

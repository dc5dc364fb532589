import { editJson } from '../text/json-edit';
import { parseJson } from '../text/json';
import { hookLine, HOOK_NAMES, type HookCommand, type HookName } from './hook-line';

type Json = Record<string, unknown>;

/**
 * The settings of simple-git-hooks as they are afterwards: a key and its value for package.json, the whole of a JSON file.
 * @returns null for a file that is a program, of which nothing is known
 */
export function simpleGitHooksLines(
  file: string,
  text: string,
  command: HookCommand,
): { of: string; lines: string[] } | null {
  if (!file.endsWith('.json')) return null;
  const isManifest = file.endsWith('package.json');
  const all = objectOf(text);
  const settings = isManifest ? objectIn(all, 'simple-git-hooks') : all;
  const after = { ...settings };
  for (const name of HOOK_NAMES) {
    const now = settings[name];
    if (typeof now === 'string' && now.includes(`hook ${name}`)) continue;
    after[name] = afterOther(now, hookLine(name, command));
  }
  if (isManifest) return { of: `"simple-git-hooks" of ${file}`, lines: property('simple-git-hooks', after) };
  const changes = Object.entries(after).map(([key, value]) => ({ path: [key], value }));
  return { of: `what ${file} says`, lines: editJson(text, changes).trimEnd().split(/\r?\n/) };
}

/** Each hook and its line, for a file in which they are written by hand. */
export function simpleGitHooksEntries(command: HookCommand): string[] {
  return HOOK_NAMES.map((name) => `${JSON.stringify(name)}: ${JSON.stringify(hookLine(name, command))},`);
}

/** The settings of ghooks as they are afterwards. It runs a command with the words of its own command line. */
export function ghooksLines(text: string, command: HookCommand): string[] {
  const config = objectIn(objectOf(text), 'config');
  const now = objectIn(config, 'ghooks');
  const after = { ...now };
  for (const name of HOOK_NAMES) {
    if (name === 'pre-merge-commit' || `${now[name] as string}`.includes(`hook ${name}`)) continue;
    after[name] = afterOther(now[name], hookLine(name, command, GHOOKS_ARGUMENTS[name] ?? ''));
  }
  return property('config', { ...config, ghooks: after });
}

/** ghooks puts the n-th word of its own command line for $n; git's arguments begin with the third. */
const GHOOKS_ARGUMENTS: Partial<Record<HookName, string>> = {
  'pre-push': ' $2 $3',
  'post-merge': ' $2',
  'post-rewrite': ' $2',
  'post-checkout': ' $2 $3 $4',
};

const SCRIPT = 'drizzle-guard:commit';

/** What package.json says afterwards for the package pre-commit, which runs scripts by their names. */
export function preCommitPackageLines(text: string): string[] {
  const all = objectOf(text);
  const now = all['pre-commit'];
  const run = Array.isArray(now) ? now : typeof now === 'string' ? now.split(/,\s*/) : [];
  const scripts = { ...objectIn(all, 'scripts'), [SCRIPT]: 'drizzle-guard hook pre-commit' };
  const [first, ...rest] = property('scripts', scripts).toReversed();
  return [
    ...rest.toReversed(),
    `${first!},`,
    `"pre-commit": ${JSON.stringify([...run.filter((name) => name !== SCRIPT), SCRIPT])}`,
  ];
}

/** A command behind one that is there already: all of ours, or what the first part of it says would be lost. */
function afterOther(now: unknown, line: string): string {
  return typeof now === 'string' && now.trim() !== '' ? `${now} && { ${line}; }` : line;
}

function property(key: string, value: Json): string[] {
  return `${JSON.stringify(key)}: ${JSON.stringify(value, null, 2)}`.split('\n');
}

function objectOf(text: string): Json {
  const parsed = parseJson(text.replace(/^\ufeff/, ''));
  return 'value' in parsed ? objectIn({ all: parsed.value }, 'all') : {};
}

function objectIn(value: Json, key: string): Json {
  const inner = value[key];
  return typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? (inner as Json) : {};
}

import { RUN, type ManagerName } from '../text/package-manager';

/**
 * A command of ours or of drizzle-kit's: at the start of a text, in backticks, behind another command. What begins with
 * `drizzle-guard hook` is for scripts, and behind a package's name may stand its version (`file:…`).
 */
const BARE = /(^|`|&& )(?=drizzle-(?:guard|kit) (?!hook |latest |[^\s`]*:)(?:[a-z<]|--))/g;

/** Commands as they work in a plain shell, which does not have node_modules/.bin on its path as hooks and Nx do. */
export function typeable(text: string): string {
  return text.replaceAll(BARE, '$1npx ');
}

/** How commands are typed in a folder. */
export interface Typing {
  manager: ManagerName;
  /** What stands right before `drizzle-guard` and `drizzle-kit`: "pnpm exec ", "server/node_modules/.bin/". */
  prefix: string;
  /** The way from where it is typed to the root of the repository, where it is not typed there: "../..". */
  toRoot?: string;
}

/** A command within a sentence that names files: they count from the root. What stands alone on its line is a step, and has a `cd` before it. */
const ON_FILES = /`((?:git (?:add|log|restore|rm|show)|mv|rm) (?:'[^'\n]*'|[^`'\n])+)`/g;

/** What only npm calls so. A command of somebody else's counts at the start of a line and in backticks. */
const OURS = /\bnpx (?=drizzle-(?:guard|kit) )/g;
const OTHERS = /(^[ \t]*|`)npx (?!drizzle-(?:guard|kit) )/gm;
const INSTALL =
  /(^[ \t]*|`)npm (install --save-dev (?=[@\w])|install (?=[@\w])|(?:install|ci)(?=[ \t]*(?:`|$)))/gm;

const ADD: Readonly<Record<string, string>> = { 'install --save-dev ': 'add -D ', 'install ': 'add ' };

/**
 * A text in which commands are npm's (`npx drizzle-guard check`, `npm install x`) and typed at the root, as they are typed
 * in a folder.
 *
 * @param typing asked for where there is such a command
 */
export function asTyped(text: string, typing: () => Typing): string {
  if (!/np[mx] |`(?:git|mv|rm) /.test(text)) return text;
  const { manager, prefix, toRoot = '' } = typing();
  const placed = toRoot === '' ? text : text.replaceAll(ON_FILES, `\`(cd ${toRoot} && $1)\``);
  const own = placed.replaceAll(OURS, () => prefix);
  if (manager === 'npm') return own;
  return own
    .replaceAll(OTHERS, `$1${RUN[manager]} `)
    .replaceAll(INSTALL, (_, start: string, what: string) => `${start}${manager} ${ADD[what] ?? 'install'}`);
}

/** Where a result has our words with commands in them; everything else in it is data. */
const WORDS = new Set(['help', 'hint', 'fix', 'notes', 'advice', 'next', 'steps', 'options', 'notProved']);

/** A result for machines, with the commands that people are told. A message may begin with a command that it is about. */
export function withTyped<T>(value: T, typing: () => Typing): T {
  const typed = (text: string, key: string) => {
    if (key === 'message') return asTyped(text, typing);
    return WORDS.has(key) ? asTyped(typeable(text), typing) : text;
  };
  return mapTexts(value, '', typed) as T;
}

function mapTexts(value: unknown, key: string, map: (text: string, key: string) => string): unknown {
  if (typeof value === 'string') return map(value, key);
  if (Array.isArray(value)) return value.map((one) => mapTexts(one, key, map));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, mapTexts(one, name, map)]));
}

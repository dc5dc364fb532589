import { parseJson } from '../../text/json';
import { join } from '../../text/paths';
import type { Bundle, History, Problem } from '../history';

// The file that drizzle-kit writes beside the migrations of driver expo and durable-sqlite, whose apps have no file
// system: drizzle-orm's migrator is given its default export (0.31.11, 1.0.0-rc.5: `embeddedMigrations`). 0.x looks up
// "m" and the index of each entry of the journal, 1.0 runs what is there, in the order of the keys.

const EXPO = '// This file is required for Expo/React Native SQLite migrations';
const HEADER = `${EXPO} - https://orm.drizzle.team/quick-sqlite/expo\n\n`;
const JOURNAL = './meta/_journal.json';
/** The drivers of which drizzle-kit writes one. */
const DRIVERS = ['expo', 'durable-sqlite'];

export function bundleFileOf(dir: string): string {
  return join(dir, 'migrations.js');
}

export function wantsBundle(driver: string | null): driver is string {
  return driver !== null && DRIVERS.includes(driver);
}

/**
 * What a bundle's text says.
 * @returns null for a file that names neither a migration nor a journal: it is something else of that name
 */
export function parseBundle(file: string, text: string): Bundle | null {
  const code = withoutComments(text);
  const imports = [...code.matchAll(IMPORT)].map(({ 1: name, 3: path, index }) => {
    return { name: name!, path: path!, line: lineAt(text, index) };
  });
  if (!imports.some(({ path }) => path === JOURNAL || sqlOf(path) !== null)) return null;
  const marked = parseJson(text);
  const isMarked = 'problem' in marked && /conflict markers|both sides/.test(marked.problem.message);
  const twice = imports.find(({ name }, at) => imports.findIndex((one) => one.name === name) < at);
  const problem: Omit<Problem, 'file'> | null = isMarked
    ? marked.problem
    : twice
      ? { message: `imports ${twice.name} twice, which is no JavaScript`, line: twice.line }
      : null;
  const pathOf = new Map(imports.map(({ name, path }) => [name, path]));
  const exported = isMarked ? null : EXPORT.exec(code.replaceAll(IMPORT, ''));
  const entries = [...(exported?.[2] ?? '').matchAll(ENTRY)].map(({ 2: quoted, 3: bare, 4: value }) => {
    return { key: (quoted ?? bare)!, path: pathOf.get((value ?? bare)!) ?? null };
  });
  // Where it is written in another way, what it imports and uses is all that can be told.
  const used = imports.filter(
    ({ name }) => code.split(new RegExp(`(?<![\\w$])${escaped(name)}(?![\\w$])`)).length > 2,
  );
  return {
    file,
    imports,
    hasJournal: exported ? exported[1] !== undefined && pathOf.get('journal') === JOURNAL : null,
    entries: exported ? entries : null,
    used: used.map(({ path }) => path),
    isAsWritten: isMarked
      ? withoutMarkers(code).every((line) => KIT_LINE.test(line))
      : exported !== null && imports.every(({ path }) => path === JOURNAL || sqlOf(path) === path),
    ...(problem === null ? {} : { problem }),
  };
}

/** The bundle as drizzle-kit writes it, byte for byte. */
export function bundleText({ layout, migrations }: History, isExpo: boolean): string {
  const header = isExpo ? HEADER : '';
  const names = migrations.map((migration, at) => nameOf('index' in migration ? migration.index : at));
  const paths = migrations.map(({ tag }) => importOf(tag, layout));
  const imports = paths.map((path, at) => `import ${names[at]} from '${path}';\n`).join('');
  if (layout === 'journal')
    return `${header}import journal from '${JOURNAL}';\n${imports}\n  export default {\n    journal,\n    migrations: {\n      ${names.join(',\n')}\n    }\n  }\n  `;
  const entries = migrations.map(({ tag }, at) => `"${tag}": ${names[at]}`).join(',\n');
  return `${header}${imports}\n  export default {\n    migrations: {\n      ${entries}\n}\n  }\n  `;
}

/** What drizzle-kit imports of a migration. */
export function importOf(tag: string, layout: History['layout']): string {
  return layout === 'journal' ? `./${tag}.sql` : `./${tag}/migration.sql`;
}

/** What drizzle-kit 0.31 calls the migration of an index. */
export function nameOf(index: number): string {
  return `m${index.toString().padStart(4, '0')}`;
}

export function isExpoBundle(text: string): boolean {
  return text.startsWith(EXPO);
}

/** The path of a migration without what a bundler reads behind it (`?raw`); null for anything else. */
export function sqlOf(path: string): string | null {
  const bare = path.replace(/\?.*$/, '');
  return bare.startsWith('./') && bare.endsWith('.sql') ? bare : null;
}

const IMPORT = /\bimport\s+([\w$]+)\s+from\s*(['"])([^'"\n]*)\2[ \t]*;?/g;
const ENTRY = /(?:(['"])([^'"\n]*)\1\s*:\s*|([\w$]+)\s*(?::\s*)?)([\w$]+)?\s*(?:,|$)/g;
const EXPORT =
  /^\s*export\s+default\s*\{\s*(journal\s*,\s*)?migrations\s*:\s*\{([\w$\s,:'".+-]*)\}\s*,?\s*\}\s*;?\s*$/;
const KIT_LINE =
  /^\s*(import [\w$]+ from ['"]\.\/[^'"]+['"];?|export default \{|journal,|migrations: \{|(["'][^"']+["']: )?m\d+,?|\},?;?)?\s*$/;

function withoutMarkers(code: string): string[] {
  return code.split(/\r?\n/).filter((line) => !/^(<{7}|={7}|>{7}|\|{7})(\s|$)/.test(line));
}

/** In their place as many characters, and each line stays. */
function withoutComments(text: string): string {
  return text.replaceAll(
    /('[^'\n]*'|"[^"\n]*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g,
    (whole, quoted: string | undefined) => (quoted === undefined ? whole.replaceAll(/[^\n]/g, ' ') : whole),
  );
}

function escaped(name: string): string {
  return name.replaceAll('$', '\\$');
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

import { git, gitLine } from './git';

/** A branch, or whatever else a ref stands for. */
export interface Ref {
  /** `refs/remotes/origin/tags`. */
  ref: string;
  /** Of a tag that is an object itself it is that. */
  id: string;
}

/** Every ref but those that only stand for another one (`origin/HEAD`), by one process. */
export function allRefs(root: string): Ref[] {
  const format = '%(objectname) %(refname)%00%(symref)';
  const output = git(['for-each-ref', `--format=${format}`], { cwd: root }).toString('utf8');
  return output.split('\n').flatMap((line) => {
    const [named = '', symref = ''] = line.split('\0');
    const space = named.indexOf(' ');
    return space === -1 || symref !== '' ? [] : [{ ref: named.slice(space + 1), id: named.slice(0, space) }];
  });
}

/** As people say it: without what git puts before branches, of here and of remotes. */
export function shortRef(ref: string): string {
  return ref.replace(/^refs\/(?:heads|remotes)\//, '');
}

/** Characters that no ref may have (git-check-ref-format): a name with one of them is a glob. */
export function isGlob(name: string): boolean {
  return /[*?[]/.test(name);
}

/**
 * The refs that a name or a glob stands for. A star stands for anything, slashes among it, as in a refspec; what does not
 * begin with `refs/` may be a branch here, or one of a remote.
 */
export function refsOf(name: string, refs: readonly Ref[]): Ref[] {
  const places = name.startsWith('refs/') ? [name] : placesOf(name).map((place) => `${place}${name}`);
  const patterns = places.map(patternOf);
  return refs.filter(({ ref }) => patterns.some((pattern) => pattern.test(ref)));
}

/** `pull/*` is about refs beside branches; a star alone is not about tags and what else there is. */
function placesOf(name: string): string[] {
  const isOfPlace = /^[^*?[/]+\//.test(name);
  return ['refs/heads/', 'refs/remotes/', ...(isOfPlace ? ['refs/'] : [])];
}

function patternOf(glob: string): RegExp {
  const parts = glob.split(/(\*|\?|\[[^\]]+\])/);
  const text = parts.map((part, at) => {
    if (at % 2 === 0) return escaped(part);
    if (part === '*') return '.*';
    if (part === '?') return '[^/]';
    const [, not, set] = /^\[([!^]?)([\s\S]*)\]$/.exec(part)!;
    return `[${not === '' ? '' : '^'}${set!.replaceAll(/[\\\]^]/g, String.raw`\$&`)}]`;
  });
  try {
    return new RegExp(`^${text.join('')}$`);
  } catch {
    // A set that is none, as in [z-a]: nothing is in it.
    return /(?!)/;
  }
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}

/**
 * What names stand for, by one process: the ids of objects, null for what is not there.
 * @param names as git takes them: `<commit>^{commit}`, `<commit>:<path>`; none with a line break
 */
export function objectsOf(root: string, names: readonly string[]): (string | null)[] {
  if (names.length === 0) return [];
  const input = names.map((name) => `${name}\n`).join('');
  const output = git(['cat-file', '--batch-check=%(objectname)'], { cwd: root, input }).toString('utf8');
  const lines = output.split('\n');
  return names.map((_, at) => (/^[0-9a-f]{40,64}$/.test(lines[at] ?? '') ? lines[at]! : null));
}

/** The local branch that is checked out; null for none. */
export function currentBranch(root: string): string | null {
  return gitLine(['symbolic-ref', '--quiet', '--short', 'HEAD'], { cwd: root });
}

/** The whole name of a branch's upstream; null where it has none. */
export function upstreamOf(root: string, branch: string): string | null {
  return gitLine(['rev-parse', '--symbolic-full-name', `${branch}@{upstream}`], { cwd: root });
}

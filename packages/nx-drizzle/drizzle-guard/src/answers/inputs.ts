import { hashOf } from '../text/hash';

/** Everything that an answer rests on; an answer is good wherever all of it is the same. */
export interface Inputs {
  /** Path → id of its bytes; null where there is no such file; "" where only its presence was asked. */
  files: Record<string, string | null>;
  /** Folder → fingerprint of the paths and ids below it. */
  folders: Record<string, string>;
  /** By glob. */
  globs: Record<string, GlobInput>;
}

export interface GlobInput {
  /** The glob as a regular expression, so that an answer can be used again without the library that reads globs. */
  pattern: string;
  /** Of the paths that it matches. */
  fingerprint: string;
}

export function matcherOf(glob: string, { pattern }: GlobInput): (path: string) => boolean {
  const expression = new RegExp(pattern, 's');
  return (path) => path === glob || expression.test(path);
}

export function fingerprintFolder(paths: readonly string[], idOf: (path: string) => string | null): string {
  return fingerprint(paths.map((path) => `${idOf(path)} ${path}`));
}

/** A short text stands for itself: hashing is the slowest part of finding a verdict again. */
const LONGEST_TEXT = 1000;

export function fingerprint(lines: readonly string[]): string {
  const text = lines.join('\0');
  return text.length > LONGEST_TEXT ? hashOf(text) : `=${text}`;
}

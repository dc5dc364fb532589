import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Repository } from 'testkit';

/** What a run asked git, a line a process, without the word `git`: `ls-tree -r -z --full-tree main`. */
export type Asked = string[];

/**
 * The git processes of this process while something is done, in a repository of its own: without this machine's
 * settings.
 */
export async function gitProcesses<T>(
  repository: Repository,
  work: () => Promise<T> | T,
): Promise<{ asked: Asked; value: T }> {
  const file = traceFile(repository);
  const before = { ...process.env };
  // Of another object in its place a child knows nothing (Node 26).
  Object.assign(process.env, repository.env, { GIT_TRACE: file });
  try {
    const value = await work();
    return { asked: readTrace(file), value };
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  }
}

/** A file that is empty, for GIT_TRACE. */
export function traceFile({ dir }: Repository): string {
  const file = path.join(path.dirname(dir), 'trace');
  rmSync(file, { force: true });
  writeFileSync(file, '');
  return file;
}

/** `<time> <source>:<line>  trace: built-in: git <words>` (git 2.39, trace.c). */
export function readTrace(file: string): Asked {
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => /trace: built-in: git (.*)$/.exec(line)?.[1])
    .filter((words) => words !== undefined);
}

/** Those that are of a command of git's. */
export function of(asked: Asked, command: string): Asked {
  return asked.filter((words) => words.split(' ')[0] === command);
}

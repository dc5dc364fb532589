import { readFileSync } from 'node:fs';
import path from 'node:path';
import { writeCache } from '../files/write-whole';

/**
 * What schemas and configs of this repository read while they run, by path from its root; folders that they list have a
 * slash at the end. In a file of its own, because a hook that has nothing to do reads it at every commit.
 */
export function readWatched(gitDir: string): string[] {
  try {
    const watched: unknown = JSON.parse(readFileSync(fileOf(gitDir), 'utf8'));
    return Array.isArray(watched) ? watched.filter((one) => typeof one === 'string') : [];
  } catch {
    return [];
  }
}

export function writeWatched(gitDir: string, watched: readonly string[]): void {
  writeCache(fileOf(gitDir), () => JSON.stringify(watched));
}

function fileOf(gitDir: string): string {
  return path.join(gitDir, 'drizzle-guard', 'watched.json');
}

import { copyFileSync, existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { gitLine } from './git';

/** Keeps the index as it is, conflicts among it, so that it can be put back. */
export function keepIndex(root: string): { restore(): void; forget(): void } {
  const named = gitLine(['rev-parse', '--git-path', 'index'], { cwd: root })!;
  const file = path.resolve(root, named);
  const copy = `${file}.drizzle-guard`;
  if (existsSync(file)) copyFileSync(file, copy);
  return {
    restore() {
      if (existsSync(copy)) copyFileSync(copy, file);
    },
    forget() {
      rmSync(copy, { force: true });
    },
  };
}

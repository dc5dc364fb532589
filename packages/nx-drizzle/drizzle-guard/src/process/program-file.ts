import { existsSync } from 'node:fs';
import path from 'node:path';

/** What a process of ours runs: beside the bundle in the published package; in dist when this runs from source. */
export function programFile(name: string): string {
  const beside = path.join(__dirname, name);
  return existsSync(beside) ? beside : path.join(__dirname, '../../dist', name);
}

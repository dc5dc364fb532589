import { existsSync, readdirSync, rmdirSync } from 'node:fs';

/** Git knows no folders: one whose last file has gone would stay behind as nobody's. */
export function removeEmpty(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
}

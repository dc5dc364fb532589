import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from './paths';

/**
 * A folder that takes long to make and is the same in every run: below this repository's own node_modules.
 * @param name of the folder; another one for other content
 * @param make fills an empty folder
 * @returns where it is, absolute; it is to be read or copied, never written to
 */
export function madeOnce(name: string, make: (draft: string) => void): string {
  const folder = path.join(CACHE, name);
  if (existsSync(folder)) return folder;
  const draft = newDraft();
  make(draft);
  return settle(draft, folder);
}

/**
 * The same of files that take long to make, by path.
 * @param from all that they are made from
 */
export async function madeFilesOnce(
  title: string,
  from: unknown,
  make: () => Promise<Record<string, string>>,
): Promise<Record<string, string>> {
  const hash = createHash('sha256').update(JSON.stringify(from)).digest('hex').slice(0, 16);
  const folder = path.join(CACHE, `${title}-${hash}`);
  const fileIn = (parent: string) => path.join(parent, 'files.json');
  if (!existsSync(folder)) {
    const files = await make();
    const draft = newDraft();
    writeFileSync(fileIn(draft), JSON.stringify(files));
    settle(draft, folder);
  }
  return JSON.parse(readFileSync(fileIn(folder), 'utf8')) as Record<string, string>;
}

const CACHE = path.join(repositoryRoot, 'node_modules/.cache/testkit');

function newDraft(): string {
  mkdirSync(CACHE, { recursive: true });
  return mkdtempSync(path.join(CACHE, 'draft-'));
}

/** Several test files may come here at once: whole or not at all, and the first one stays. */
function settle(draft: string, folder: string): string {
  try {
    renameSync(draft, folder);
  } catch {
    rmSync(draft, { recursive: true, force: true });
  }
  return folder;
}

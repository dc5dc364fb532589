import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runBin, type BinRun } from './bin';
import { repositoryRoot } from './paths';

/** A folder of its own that finds drizzle-kit, drizzle-orm and PGlite where this repository has them. */
export interface Workspace {
  /** Absolute, without symbolic links. */
  dir: string;
  write(files: Readonly<Record<string, string>>): void;
  read(file: string): string;
  exists(file: string): boolean;
  remove(file: string): void;
  /** Runs the built bin in the folder, or in one below it. */
  bin(args: readonly string[], options?: { in?: string; env?: Record<string, string | undefined> }): BinRun;
}

/**
 * Makes a workspace of these files, hands it to `use`, and removes it. Never anywhere but in the temporary folder.
 * @param modules its node_modules, absolute: this repository's, or `kitOneModules()`
 */
export async function withWorkspace(
  files: Readonly<Record<string, string>>,
  use: (workspace: Workspace) => Promise<void> | void,
  modules = path.join(repositoryRoot, 'node_modules'),
): Promise<void> {
  const dir = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'drizzle-guard-')));
  const workspace = openWorkspace(dir);
  try {
    workspace.write(files);
    symlinkSync(modules, path.join(dir, 'node_modules'));
    await use(workspace);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** What can be done in a folder that is there. @param dir absolute, without symbolic links */
export function openWorkspace(dir: string): Workspace {
  return {
    dir,
    write(more) {
      for (const [file, text] of Object.entries(more)) {
        mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
        writeFileSync(path.join(dir, file), text);
      }
    },
    read: (file) => readFileSync(path.join(dir, file), 'utf8'),
    exists: (file) => existsSync(path.join(dir, file)),
    remove: (file) => rmSync(path.join(dir, file), { recursive: true }),
    bin: (args, { in: folder = '.', env = {} } = {}) => runBin(args, { cwd: path.join(dir, folder), env }),
  };
}

import { expect } from 'vitest';
import type { Workspace } from 'testkit';

/** What one command says of the one database, and its exit code. */
export function one({ bin }: Workspace, ...args: string[]) {
  const run = bin([...args, '--json']);
  const document = run.json();
  return { exitCode: run.exitCode, stderr: run.stderr, ...document, ...document.databases[0] };
}

/** Takes a backup that has to succeed, and gives its file, from the workspace's folder. */
export function taken(workspace: Workspace, ...args: string[]): string {
  const { exitCode, backup, error } = one(workspace, 'backup', ...args);
  expect([exitCode, error]).toEqual([0, undefined]);
  return backup.file;
}

/** Restores it, which has to succeed, and gives the states of the migrations. */
export function restored(workspace: Workspace, file: string, ...args: string[]): string[] {
  const { exitCode, migrations, error } = one(
    workspace,
    'restore',
    file,
    '--yes',
    'shop@development',
    ...args,
  );
  expect([exitCode, error]).toEqual([0, undefined]);
  return migrations.map(({ state }: { state: string }) => state);
}

import { spawnSync } from 'node:child_process';
import { rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { kitOneModules, withRepository, withWorkspace, type Repository, type Workspace } from 'testkit';
import { beforeAll } from 'vitest';
import { db } from '../hooks/fixtures';

type Files = Record<string, string>;

/** What drizzle-kit's upgrade makes of the migrations of `db`; made once for a test file. */
let folders: Files = {};

export function upgradedOnce(): void {
  beforeAll(() =>
    withWorkspace(
      db(),
      (workspace) => {
        drizzleKit(workspace, 'up');
        folders = filesIn(workspace);
      },
      kitOneModules(),
    ),
  );
}

/** Runs the drizzle-kit that `db` resolves. */
export function drizzleKit({ dir }: Workspace, ...args: string[]): void {
  const bin = path.join(dir, 'node_modules/drizzle-kit/bin.cjs');
  const run = spawnSync(process.execPath, [bin, ...args], { cwd: path.join(dir, 'db'), encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stdout + run.stderr);
}

function filesIn({ dir, read }: Workspace): Files {
  const listed = spawnSync('find', ['db/drizzle', '-type', 'f'], { cwd: dir, encoding: 'utf8' });
  return Object.fromEntries(
    listed.stdout
      .trim()
      .split('\n')
      .map((file) => [file, read(file)]),
  );
}

/** A repository with `db` in the journal layout, its three migrations committed on main, where drizzle-kit 1.0 is installed. */
export function withOldDb(use: (repository: Repository) => Promise<void> | void): Promise<void> {
  return withRepository(db(), use, kitOneModules());
}

export const MANIFEST = {
  'db/package.json': '{ "name": "db", "devDependencies": { "drizzle-kit": "1.0.0-rc.5" } }',
};

/** Commits the upgrade of the three migrations, and what else is given, on the branch that is checked out. */
export function upgrade({ prepare, commit }: Repository, more: Files = {}): void {
  prepare('rm', '-r', '--quiet', 'db/drizzle');
  commit('Upgrade', { ...folders, ...MANIFEST, ...more });
}

/** `feat` has made `mine` in the journal; main was upgraded since, and has landed on the remote. `feat` is checked out. */
export function upgradedMeanwhile(repository: Repository, mine: Files, theirs: Files = {}): void {
  const { prepare, commit } = repository;
  prepare('checkout', '--quiet', '-b', 'feat');
  commit('Feature', mine);
  prepare('checkout', '--quiet', 'main');
  repository.addRemote();
  upgrade(repository, theirs);
  prepare('push', '--quiet', 'origin', 'main');
  prepare('checkout', '--quiet', 'feat');
}

/** The names of what lies in the migrations folder, without their times. */
export function titlesIn({ prepare }: Repository): string[] {
  const files = prepare('ls-files', 'db/drizzle').split('\n');
  return [...new Set(files.map((file) => file.split('/')[2]!.replace(/^\d{14}_/, '')))];
}

/** What a check says: its exit code and the codes of its findings and of what it could not do. */
export function checked({ bin }: Repository, ...args: string[]): (string | number | null)[] {
  const run = bin(['check', ...args, '--json']);
  const [{ findings, error }] = run.json().databases as [
    { findings: { code: string }[]; error?: { code: string } },
  ];
  return [run.exitCode, ...findings.map(({ code }) => code), ...(error ? [error.code] : [])];
}

/** As an install of what package.json says leaves it: another drizzle-kit in the same place. */
export function installKitOne({ dir }: Repository): void {
  const modules = path.join(dir, 'node_modules');
  rmSync(modules);
  symlinkSync(kitOneModules(), modules);
}

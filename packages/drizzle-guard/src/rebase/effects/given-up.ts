import { rmSync } from 'node:fs';
import path from 'node:path';
import { git } from '../../git/git';
import { removeEmpty } from '../../files/remove-empty';

/**
 * Takes away what a rebase has written into these files, with which nobody goes on: what the index has is put in its place, and
 * where that has nothing, nothing. What stands in conflict is left to those who settle it.
 */
export function giveUp(root: string, files: readonly string[]): void {
  if (files.length === 0) return;
  const listed = git(['--literal-pathspecs', 'ls-files', '--stage', '-z', '--', ...files], { cwd: root });
  const stages = new Map<string, string>();
  for (const entry of listed.toString('utf8').split('\0')) {
    const [, stage, file] = /^\S+ \S+ (\d)\t([^]*)$/.exec(entry) ?? [];
    if (file !== undefined) stages.set(file, stage!);
  }
  const staged = files.filter((file) => stages.get(file) === '0');
  const input = staged.map((file) => `${file}\0`).join('');
  if (staged.length > 0) git(['checkout-index', '--force', '-z', '--stdin'], { cwd: root, input });
  for (const file of files) {
    if (stages.has(file)) continue;
    rmSync(path.join(root, file), { force: true });
    removeEmpty(path.dirname(path.join(root, file)));
  }
}

import { spawnSync } from 'node:child_process';
import type { GitRun, Repository } from 'testkit';

/**
 * Types what a stopped merge printed under `next:`, like somebody who copies each line; SQL that is to be kept is put
 * into the migration that is made for it.
 */
export function followAdvice(
  repository: Repository,
  { stderr }: GitRun,
): { exitCode: number; output: string } {
  const advice = /^ *next:\n([\s\S]*?)\ndrizzle-guard stopped/m.exec(stderr)?.[1] ?? '';
  const kept: string[] = [];
  let output = '';
  for (const line of advice.split('\n')) {
    const [, keep, command] = /^ *(keep this SQL: )?(.*?)(?: {4}#.*)?$/.exec(line)!;
    const before = repository.prepare('status', '--porcelain', '--untracked-files=all');
    const run = spawnSync('sh', ['-c', command!], {
      cwd: repository.dir,
      env: { ...repository.env, PATH: `node_modules/.bin:${process.env['PATH']}` },
      encoding: 'utf8',
    });
    output += run.stdout + run.stderr;
    if (run.status !== 0) return { exitCode: run.status!, output: `${output}\n${command} failed` };
    if (keep) kept.push(run.stdout);
    if (command!.includes('--custom')) repository.write({ [newSql(repository, before)]: kept.shift()! });
  }
  return { exitCode: advice === '' ? 1 : 0, output };
}

function newSql({ prepare }: Repository, before: string): string {
  const now = prepare('status', '--porcelain', '--untracked-files=all').split('\n');
  return now.find((line) => line.endsWith('.sql') && !before.includes(line))!.slice(3);
}

/** The migrations of the journal that come after those of the fixture. */
export function tagsOf({ read }: Repository): string[] {
  const { entries } = JSON.parse(read('db/drizzle/meta/_journal.json')) as { entries: { tag: string }[] };
  return entries.slice(3).map(({ tag }) => tag);
}

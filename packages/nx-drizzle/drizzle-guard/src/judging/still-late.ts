import type { Base } from '../git/base';
import { changedPaths } from '../git/changed-paths';
import { mergeBase } from '../git/merge-base';
import { setAside } from '../rules/accepted';
import { codesWith } from '../rules/codes';
import { findingsAbout } from '../rules/run';
import type { Commit } from '../sources/state';
import { count, listOf } from '../text/words';
import { judge } from './judge';
import { besideBase } from './landing';
import type { Session } from './session';

/** What lists migrations, in either layout. */
const MIGRATIONS = /(?:^|\/)(?:meta\/_journal\.json|migration\.sql)$/;

/**
 * What a push leaves unsaid that changes no migration: those that the branch has pushed before, and that have become late
 * since, or would fork with what has landed. Git is asked which migrations both have changed; nothing else is
 * looked at where one of them has not.
 * @param judged paths whose migrations were judged already
 * @returns lines for people
 */
export async function stillLate(
  session: Session,
  pushed: Commit,
  base: Base,
  judged: readonly string[],
): Promise<string[]> {
  const ancestor = mergeBase(session.root, base.commit, [pushed.commit]);
  if (ancestor === null || ancestor === base.commit || ancestor === pushed.commit) return [];
  const moved = (to: string) =>
    changedPaths(session.root, ancestor, to).filter((path) => MIGRATIONS.test(path));
  const mine = moved(pushed.commit);
  const theirs = mine.length > 0 ? moved(base.commit) : [];
  if (theirs.length === 0) return [];
  const { configuration, baseline } = await session.workspace(pushed);
  const lines: string[] = [];
  for (const { database, folder } of await judge(session, pushed)) {
    const isIn = (path: string) => folder !== null && path.startsWith(`${folder.out}/`);
    if (!folder || judged.some(isIn) || !mine.some(isIn) || !theirs.some(isIn)) continue;
    const context = await besideBase(session, pushed, { base, ancestor }, folder.out);
    const found = findingsAbout('base', context, database.name, configuration.checks);
    const accepted = { waivers: configuration.waivers, baseline };
    const { findings } = setAside(found, accepted);
    const late = findings.filter(({ code }) => code === 'late-migration').map(({ migration }) => migration!);
    const forks = findings.some(({ code, severity }) => severity === 'error' && codesWith('fork').has(code));
    if (late.length > 0) lines.push(lineOf(database.name, late, `late on ${base.name}`));
    else if (forks)
      lines.push(
        lineOf(
          database.name,
          context.mine.map(({ tag }) => tag),
          `forked with what landed on ${base.name} meanwhile`,
        ),
      );
  }
  return lines;
}

function lineOf(database: string, tags: readonly string[], how: string): string {
  return `${database}: this branch has ${count(tags.length, 'migration')} that will be ${how} (${listOf(tags)}): \`drizzle-guard check --base auto\` says what to do`;
}

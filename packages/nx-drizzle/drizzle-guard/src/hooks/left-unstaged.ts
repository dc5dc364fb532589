import { git } from '../git/git';
import type { ChangeNews } from '../judging/news-of-change';
import type { ToldDatabase } from '../results/hook-result';
import type { Finding } from '../rules/finding';
import { shellWord } from '../text/shell-word';
import type { HookCall } from './hook';
import { toRoot } from './with-next';

/** What makes a migration one of its list, in either layout. */
const LISTING = /\/(?:meta\/_journal\.json|migration\.sql)$/;

/** What a migration that was staged in part leaves behind. */
const MISSING = new Set<string>(['missing-sql', 'missing-snapshot']);

/**
 * Where a commit is stopped because a migration was not staged, or not all of it, that is said: it is there, and has to be
 * staged and not to be made, brought back or deleted. `commit --all` leaves out what is new.
 */
export function withUnstaged(
  { root }: HookCall,
  { databases, folders }: Pick<ChangeNews, 'databases' | 'folders'>,
): ToldDatabase[] {
  return databases.map((database) => {
    const out = folders[database.name];
    const files = out === undefined || database.blocking.length === 0 ? [] : unstagedIn(root, out);
    const isThere = ({ code, message }: Finding) =>
      MISSING.has(code) && files.some((file) => namesFile(message, file));
    const isCause = database.blocking.some(isThere) || files.some((file) => LISTING.test(file));
    if (out === undefined || !isCause) return database;
    return {
      ...database,
      blocking: database.blocking.map((finding) =>
        isThere(finding)
          ? { ...finding, message: finding.message.replace(/ is not there\b.*$/s, ' is not staged') }
          : finding,
      ),
      next: {
        notes: [`there, and not staged: ${shown(files)}; then commit again`],
        steps: [...toRoot(), `git add ${shellWord(out)}`],
      },
    };
  });
}

/** Of a snapshot the message leaves the migrations folder out. */
function namesFile(message: string, file: string): boolean {
  const named = /(?:but|:) (.+?) is not there/s.exec(message)?.[1];
  return named !== undefined && (file === named || file.endsWith(`/${named}`));
}

function unstagedIn(root: string, out: string): string[] {
  const list = (args: readonly string[]) =>
    git([...args, '-z', '--', `:(literal)${out}`], { cwd: root })
      .toString('utf8')
      .split('\0')
      .filter(Boolean);
  return [
    ...list(['diff', '--name-only', '--diff-filter=d']),
    ...list(['ls-files', '--others', '--exclude-standard']),
  ].sort();
}

const SHOWN = 4;

function shown(files: readonly string[]): string {
  const more = files.length - SHOWN;
  return [...files.slice(0, SHOWN), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

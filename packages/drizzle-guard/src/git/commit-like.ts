import { git, tryGit } from './git';

const SIGNATURE = /^gpgsig(?:-sha256)? .*\n(?: .*\n)*/m;

/**
 * The same commit with another tree: parents, author, committer, message and whatever else it says are kept byte for byte.
 * A signature holds for one tree only, and is made again.
 *
 * @returns its id; null where git does not make it, as where it cannot sign it
 */
export function commitLike(root: string, commit: string, tree: string): string | null {
  const raw = git(['cat-file', 'commit', commit], { cwd: root });
  // Bytes stay what they are, whichever encoding they are in.
  const text = raw.toString('latin1');
  const end = text.indexOf('\n\n') + 1;
  const [head, rest] = [text.slice(0, end), text.slice(end)];
  if (SIGNATURE.test(head)) return signedLike(root, head, rest.slice(1), tree);
  const changed = head.replace(/^tree [0-9a-f]+$/m, `tree ${tree}`) + rest;
  const input = Buffer.from(changed, 'latin1');
  return idIn(tryGit(['hash-object', '-t', 'commit', '-w', '--stdin'], { cwd: root, input }));
}

/** Git signs only what it makes itself, and what a merged tag says it does not take. */
function signedLike(root: string, head: string, message: string, tree: string): string | null {
  if (/^mergetag /m.test(head)) return null;
  const parents = [...head.matchAll(/^parent ([0-9a-f]+)$/gm)].flatMap(([, parent]) => ['-p', parent!]);
  const encoding = /^encoding (.+)$/m.exec(head)?.[1];
  const configured = encoding === undefined ? [] : ['-c', `i18n.commitEncoding=${encoding}`];
  const made = tryGit([...configured, 'commit-tree', '-S', tree, ...parents, '-F', '-'], {
    cwd: root,
    input: Buffer.from(message, 'latin1'),
    env: { ...personIn(head, 'AUTHOR'), ...personIn(head, 'COMMITTER') },
  });
  return idIn(made);
}

function personIn(head: string, who: 'AUTHOR' | 'COMMITTER'): Record<string, string> {
  const line = new RegExp(`^${who.toLowerCase()} (.*) <(.*)> (\\d+ [+-]\\d+)$`, 'm').exec(head);
  if (!line) return {};
  const [name, email] = [line[1]!, line[2]!].map((text) => Buffer.from(text, 'latin1').toString('utf8'));
  return { [`GIT_${who}_NAME`]: name!, [`GIT_${who}_EMAIL`]: email!, [`GIT_${who}_DATE`]: line[3]! };
}

function idIn(output: Buffer | null): string | null {
  return output?.toString('utf8').trim() || null;
}

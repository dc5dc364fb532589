import { git, gitLine } from './git';

export interface Commit {
  message: string;
  /** Also who commits, where git knows nobody. */
  author: { name: string; email: string };
  /** What is added first, from the root; what is staged is committed in any case. */
  files: readonly string[];
}

/** @returns the id of the commit */
export function commitAll(root: string, { message, author: { name, email }, files }: Commit): string {
  const at = { cwd: root };
  if (files.length > 0) git(['add', '--all', '--', ...files], at);
  const known = gitLine(['config', 'user.email'], at) ?? process.env['GIT_COMMITTER_EMAIL'];
  const committer = known ? [] : ['-c', `user.name=${name}`, '-c', `user.email=${email}`];
  git([...committer, 'commit', '--quiet', `--author=${name} <${email}>`, '--file', '-'], {
    ...at,
    input: message,
  });
  return gitLine(['rev-parse', 'HEAD'], at)!;
}

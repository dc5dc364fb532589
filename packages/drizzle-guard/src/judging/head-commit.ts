import { commitOf } from '../git/base';
import type { Session } from './session';

const KEY = 'HEAD';

/** What is checked out; null before the first commit. A hook is over before that changes, and asks for it once. */
export function headCommit({ root, once }: Session): Promise<string | null> {
  return once(KEY, async () => commitOf(root, 'HEAD'));
}

/** Where it is known already. */
export async function rememberHead({ once }: Session, commit: string): Promise<void> {
  await once(KEY, async () => commit);
}

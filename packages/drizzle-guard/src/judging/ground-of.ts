import type { Ground } from '../engines/shadow/ground';
import { GuardError } from '../errors/guard-error';
import { wordsOf } from '../errors/words-of';
import type { State } from '../sources/state';
import type { Configuration } from '../workspace/configuration';
import type { Database } from '../workspace/discover';
import { headCommit } from './head-commit';
import type { Session } from './session';

/**
 * What a shadow of a database may be made on. Which server that is, is said by the checkout and never by what is looked
 * at; in a hook by the commit that is left, and one on another machine is not spoken to.
 * @param folders where a driver is looked for, absolute
 */
export async function groundOf(
  session: Session,
  database: Database,
  dialect: string | null,
  folders: readonly string[],
): Promise<Ground> {
  const at: State | null = session.inHook ? await headOf(session) : { kind: 'worktree' };
  let configuration: Configuration | null;
  try {
    configuration = at && (await session.terms(at)).configuration;
  } catch (thrown) {
    if (!(thrown instanceof GuardError)) throw thrown;
    return { dialect, folders, server: wordsOf(thrown) };
  }
  if (!configuration || !namesShadow(configuration)) return { dialect, folders };
  const { shadowServerOf } = await import('../environments/shadow-server');
  const asking = { command: 'check', onlyLocal: session.inHook };
  const server = shadowServerOf({ root: session.root, configuration }, database, dialect, asking);
  return { dialect, folders, server };
}

async function headOf(session: Session): Promise<State | null> {
  const commit = await headCommit(session);
  return commit === null ? null : { kind: 'commit', commit, label: 'HEAD' };
}

function namesShadow({ shadow, databases }: Configuration): boolean {
  return (
    shadow !== undefined || Object.values(databases).some((entry) => entry && entry.shadow !== undefined)
  );
}

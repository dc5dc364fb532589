import { failureOf } from '../../errors/failure';
import { GuardError } from '../../errors/guard-error';
import { isUnreadable } from '../../history/history';
import type { Folder, Part } from '../../results/judged';
import type { Finding } from '../../rules/finding';
import { findingsAbout } from '../../rules/run';
import type { State } from '../../sources/state';
import { readDeployed, type Deployed } from '../../workspace/deployed';
import type { Database } from '../../workspace/discover';
import { standingOf } from '../deployed-standing';
import type { Landing } from '../landing';
import type { Session } from '../session';

/**
 * What the migrations of a state mean to the environments of which drizzle-guard.deployed.json says how far they are: that
 * of the base, else that of the state itself. null where nothing is remembered of the database.
 *
 * @param told what was found beside the base: what is late there is not told once more of each environment
 */
export async function deployedPart(
  session: Session,
  at: State,
  database: Database,
  { out }: Folder,
  { base }: Landing,
  told: readonly Finding[],
): Promise<Part | null> {
  try {
    const deployed = await deployedOf(session, at, base);
    const known = Object.entries(deployed).flatMap(([environment, databases]) => {
      const one = Object.hasOwn(databases, database.name) ? databases[database.name] : undefined;
      return one ? [{ environment, one }] : [];
    });
    if (known.length === 0) return null;
    const history = await session.history(at, out);
    if (isUnreadable(history)) return null;
    const standings = known.map(({ environment, one }) => ({
      ...standingOf(environment, history, one),
      newest: one.newest,
    }));
    const isTold = (tag: string) =>
      told.some(({ code, migration }) => code === 'late-migration' && migration === tag);
    const late = standings.flatMap(({ environment, newest, lateMigrations }) =>
      newest === null
        ? []
        : lateMigrations
            .filter(({ tag }) => !isTold(tag))
            .map((migration) => ({ environment, newest, migration })),
    );
    const { checks } = (await session.terms(at)).configuration;
    const context = { database: database.name, layout: history.layout, late };
    return {
      about: 'deployed',
      findings: findingsAbout('deployed', context, database.name, checks),
      deployed: standings.map(({ environment, pending, late: lateTags, unknown, since }) => ({
        ...{ environment, pending, late: lateTags, unknown, since },
      })),
    };
  } catch (thrown) {
    if (!(thrown instanceof GuardError)) throw thrown;
    return { about: 'deployed', findings: [], error: failureOf(thrown) };
  }
}

/** A pipeline commits the file where work lands; a branch that has it first may be that pipeline's. */
async function deployedOf(session: Session, at: State, base: Landing['base']): Promise<Deployed> {
  const landed = await session.tree({ kind: 'commit', commit: base.commit, label: base.name });
  return (await readDeployed(landed)) ?? (await readDeployed(await session.tree(at))) ?? {};
}

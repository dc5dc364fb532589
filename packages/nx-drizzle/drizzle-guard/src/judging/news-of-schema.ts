import { isUnreadable, leavesOf, type History } from '../history/history';
import type { Finding } from '../rules/finding';
import { findingsAbout } from '../rules/run';
import { outdatedSnapshot } from '../rules/structure/outdated-snapshot';
import type { Commit, State } from '../sources/state';
import { describeSince } from '../state/sketch';
import { listOf } from '../text/words';
import { addedTags } from './added-tags';
import { uncomparedSchema, type Judgement } from './judgement';
import type { Session } from './session';

/** What is new in a schema that no snapshot can be compared with; null where the schema of a parent is not known. */
export function changedSince(now: Judgement, before: readonly Judgement[]): string[] | null {
  const earlier = before.map((one) => uncomparedSchema(one)?.state);
  if (earlier.length === 0 || !earlier.every((state) => state !== undefined)) return null;
  return describeSince(uncomparedSchema(now)?.state ?? [], earlier);
}

/**
 * What a change does to a schema that no snapshot can be compared with: it is judged beside the schemas before it. With a
 * migration that comes with the change somebody has written the SQL, and nobody can tell whether it is all of it.
 *
 * @param before the same database in the parents
 * @returns note a line for people where it could not be told
 */
export async function newsOfSchema(
  session: Session,
  at: State,
  parents: readonly Commit[],
  now: Judgement,
  before: readonly Judgement[],
): Promise<{ findings: Finding[]; note: string | null }> {
  const changes = changedSince(now, before);
  if (changes?.length === 0) return { findings: [], note: null };
  const { name } = now.database;
  const reason = reasonIn(await session.history(at, now.folder!.out));
  const hasMigration = (await addedTags(session, at, parents, now.folder!.out)).size > 0;
  if (changes === null || hasMigration)
    return {
      findings: [],
      note: `${name}: the schema was not compared with its migrations, because ${REASONS[reason]}: \`drizzle-guard doctor --database ${name}\``,
    };
  const context = {
    database: name,
    file: uncomparedSchema(now)!.file,
    changes,
    ...{ wanted: [], statements: [], ambiguous: false },
    beside: {
      states: listOf(parents.map(({ label }) => label)),
      lacksSnapshot: reason === 'no snapshot',
    },
  };
  const { checks } = (await session.terms(at)).configuration;
  return { findings: findingsAbout('schema', context, name, checks), note: null };
}

const REASONS = {
  'two layouts': 'the folder holds both layouts',
  'no journal': 'the journal cannot be read',
  'old format': 'its snapshots have an older format',
  'no snapshot': 'the newest one has no snapshot that can be read',
  'several leaves': 'several branches of them are open, and what they give together is not known',
} as const;

/** Why no snapshot says what all migrations together give. */
function reasonIn(history: History): keyof typeof REASONS {
  if (history.foreignFiles.length > 0) return 'two layouts';
  if (isUnreadable(history)) return 'no journal';
  if (history.layout === 'folders' && leavesOf(history).length > 1) return 'several leaves';
  if (findingsAbout('structure', { history, now: Infinity }, '', {}).some(isOutdated)) return 'old format';
  return 'no snapshot';
}

function isOutdated({ code }: Finding): boolean {
  return code === outdatedSnapshot.code;
}

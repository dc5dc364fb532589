import path from 'node:path';
import { hasShadow, whyNoShadow } from '../../engines/shadow/ground';
import { failureOf } from '../../errors/failure';
import { GuardError } from '../../errors/guard-error';
import type { History } from '../../history/history';
import { judgeReplay } from '../../replay/judge-replay';
import type { Folder, Part } from '../../results/judged';
import { findingsAbout } from '../../rules/run';
import { buildStatements } from '../../schema/build-statements';
import { startEvaluator } from '../../schema/evaluator';
import { kitLayoutAt } from '../../schema/kit';
import type { State } from '../../sources/state';
import { listOf } from '../../text/words';
import type { Database } from '../../workspace/discover';
import { historyOf, treeOf } from '../bare-folder';
import { groundOf } from '../ground-of';
import { sequenceFaults } from '../preflight';
import type { Session } from '../session';

/**
 * Whether the SQL of a database's migrations gives what their snapshots say. That was asked, so it is an error where it
 * cannot be told.
 */
export async function replayPart(
  session: Session,
  at: State,
  database: Database,
  { dialect, out }: Folder,
): Promise<Part> {
  const history = await historyOf(session, at, database, out);
  const faults = sequenceFaults(history, database.name).map(({ code }) => code);
  if (faults.length > 0)
    return impossible(
      `${listOf([...new Set(faults)])}: it is not known what would be run`,
      `mend that first (\`drizzle-guard explain ${faults[0]}\`), or leave --replay out`,
    );
  if (history.migrations.length === 0) return { about: 'replay', findings: [] };
  const { checks } = (await session.terms(at)).configuration;
  const tree = await treeOf(session, at, database);
  const folder = kitFolderOf(session.root, database, history);
  const ground = await groundOf(session, database, dialect, [
    ...[folder, path.join(tree.root, history.dir), __dirname],
  ]);
  if (!hasShadow(ground))
    return impossible(
      whyNoShadow(ground)!,
      dialect === 'mysql'
        ? '`drizzle-guard explain replay-impossible` says how a server is named; or leave --replay out for this database'
        : 'leave --replay out for this database (`--database` names the others)',
    );
  const evaluator = startEvaluator(folder, session.environment, 'real');
  try {
    const { error, isCompared, besides, ...facts } = await judgeReplay(tree, history, ground, (until) =>
      buildStatements(tree, until, ground.dialect, folder, evaluator),
    );
    const findings = findingsAbout('replay', facts, database.name, checks);
    if (error) return { about: 'replay', findings, error: failureOf(error) };
    if (!isCompared)
      return {
        ...impossible(
          `no snapshot of ${history.dir} says what all migrations together give`,
          '`drizzle-guard doctor` tells what is missing; or leave --replay out',
        ),
        findings,
      };
    return { about: 'replay', findings, ...(besides.length === 0 ? {} : { besides }) };
  } catch (thrown) {
    if (!(thrown instanceof GuardError)) throw thrown;
    return { about: 'replay', findings: [], error: failureOf(thrown) };
  } finally {
    await evaluator.close();
  }
}

function impossible(why: string, help: string): Part {
  const message = `the replay that was asked for is not possible: ${why}; nothing was proved`;
  return {
    ...{ about: 'replay', findings: [], missing: 'replay' },
    error: failureOf(new GuardError('replay-impossible', message, help)),
  };
}

/**
 * Where drizzle-kit and the shadow's driver are resolved: the package's folder. Of a bare folder the first drizzle-kit
 * that works in its layout: of the folder and what is above it, of the current folder, or beside this tool.
 */
export function kitFolderOf(root: string, { dir, bare }: Database, { layout }: History): string {
  if (!bare) return path.join(root, dir);
  const places = [bare.folder, bare.from, __dirname];
  return places.find((place) => kitLayoutAt(place) === layout) ?? places.find(kitLayoutAt) ?? places[0]!;
}

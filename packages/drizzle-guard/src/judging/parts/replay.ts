import path from 'node:path';
import { hasShadow } from '../../database/shadow/drivers';
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
import { sequenceFaults } from '../preflight';
import type { Session } from '../session';

/** Whether the SQL of a database's migrations gives what their snapshots say; or that it was not looked at, and why. */
export async function replayPart(
  session: Session,
  at: State,
  database: Database,
  { dialect, out }: Folder,
): Promise<Part> {
  const history = await historyOf(session, at, database, out);
  const faults = sequenceFaults(history, database.name).map(({ code }) => code);
  if (faults.length > 0)
    return notProved(`${listOf([...new Set(faults)])}: it is not known what would be run`);
  if (history.migrations.length === 0) return { about: 'replay', findings: [] };
  if (!hasShadow(dialect)) return notProved(`there is no shadow for ${dialect ?? 'an unknown dialect'} yet`);

  const { checks } = (await session.terms(at)).configuration;
  const tree = await treeOf(session, at, database);
  const folder = kitFolderOf(session.root, database, history);
  const evaluator = startEvaluator(folder, session.environment, 'real');
  try {
    const { error, isCompared, ...facts } = await judgeReplay(
      tree,
      history,
      { dialect, folders: [folder, __dirname] },
      (until) => buildStatements(tree, until, dialect, folder, evaluator),
    );
    const findings = findingsAbout('replay', facts, database.name, checks);
    if (error) return { about: 'replay', findings, error: failureOf(error) };
    if (!isCompared) return { ...notProved('no snapshot says what all migrations together give'), findings };
    return { about: 'replay', findings };
  } catch (thrown) {
    if (!(thrown instanceof GuardError)) throw thrown;
    return { about: 'replay', findings: [], error: failureOf(thrown) };
  } finally {
    await evaluator.close();
  }
}

function notProved(why: string): Part {
  return { about: 'replay', findings: [], missing: 'replay', notProved: why };
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

import { failureOf } from '../errors/failure';
import { GuardError } from '../errors/guard-error';
import type { Part } from '../results/judged';
import type { State } from '../sources/state';
import type { Database } from '../workspace/discover';
import { historyOf, requireMigrations, treeOf } from './bare-folder';
import type { Judgement } from './judgement';
import { branchesPart, openConflicts } from './parts/branches';
import { folderOf, structurePart, twinsIn } from './parts/structure';
import type { Session } from './session';

/** What a bare migrations folder says: there is no schema that it could be compared with. */
export async function judgeFolder(session: Session, at: State, database: Database): Promise<Judgement> {
  const schema: Part = { about: 'schema', findings: [], missing: 'schema' };
  try {
    const history = await historyOf(session, at, database, database.bare!.out);
    requireMigrations(history, database);
    const { checks } = (await session.terms(at)).configuration;
    const tree = await treeOf(session, at, database);
    const structure = structurePart(history, database.name, checks, null, await twinsIn(tree, history));
    const branches = branchesPart(history, await openConflicts({ tree, history }), database.name, checks);
    return {
      database,
      folder: folderOf(history, history.dialect),
      parts: [structure, ...branches, schema],
      restsOn: null,
    };
  } catch (thrown) {
    if (!(thrown instanceof GuardError)) throw thrown;
    const structure: Part = { about: 'structure', findings: [], error: failureOf(thrown) };
    return { database, folder: null, parts: [structure, schema], restsOn: null };
  }
}

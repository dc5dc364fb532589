import path from 'node:path';
import { noShadowToRehearse } from '../../apply/no-shadow';
import { openShadow } from '../../engines/shadow/open-shadow';
import { hasShadow, whyNoShadow } from '../../engines/shadow/ground';
import { failureOf } from '../../errors/failure';
import type { Migration } from '../../history/history';
import { groundOf } from '../../judging/ground-of';
import { judgeDatabase } from '../../judging/judge';
import { errorIn, findingsIn, toldOnce } from '../../judging/judgement';
import { besideBase } from '../../judging/landing';
import type { Workspace } from '../../judging/open-workspace';
import { requireFolder, sequenceFaults } from '../../judging/preflight';
import { foundInRehearsal } from '../../judging/rehearsal-findings';
import type { OpenSides } from '../../judging/sides';
import { rehearse as rehearseOn, type Rehearsed } from '../../rehearsal/rehearse';
import { readMigrations, replayFailed, replayOn } from '../../replay/replay-history';
import type { Database } from '../../workspace/discover';
import type { RehearseResult } from './result';
import { wayBack } from './way-back';

/** Begins with the history of the base. */
export async function besideBranch(
  workspace: Workspace,
  { session, at, landing }: OpenSides,
  database: Database,
  started: RehearseResult,
): Promise<RehearseResult> {
  const judgement = await judgeDatabase(session, at, database, { base: landing });
  const { folder } = judgement;
  const error = errorIn(judgement);
  if (!folder?.dialect) return { ...started, ...(error ? { error } : {}) };
  const { dialect, out } = folder;
  const known = { ...started, dialect, from: landing?.base.name ?? null };
  try {
    const history = await session.history(at, out);
    requireFolder(history, database);
    const faults = sequenceFaults(history, database.name);
    if (faults.length > 0) return { ...known, layout: history.layout, findings: faults };
    const folders = [
      path.join(workspace.root, database.dir),
      path.join(workspace.root, history.dir),
      __dirname,
    ];
    const ground = await groundOf(session, database, dialect, folders);
    if (!hasShadow(ground)) throw noShadowToRehearse(whyNoShadow(ground)!);
    const context = landing && (await besideBase(session, at, landing, out));
    const base = context
      ? { history: context.base.history, tree: await session.tree(commitOf(landing)) }
      : null;
    const mine = new Set(context ? context.mine : history.migrations);
    const before = base ? await readMigrations(base.tree, base.history) : [];
    const own = (await readMigrations(workspace.tree, history)).filter(({ migration }) =>
      mine.has(migration),
    );
    const all = [...before, ...own].flatMap(({ statements }) => statements.map(({ sql }) => sql));
    const open = async () => {
      const shadow = await openShadow(ground, all);
      const { failed } = await replayOn(shadow, before);
      if (!failed) return shadow;
      await shadow.close();
      throw replayFailed(failed.statement, ground);
    };
    const stage = { dialect, open, before: before.length, withRows: null };
    const rehearsed = own.map(toRehearse);
    const rehearsal = await rehearseOn(stage, rehearsed);
    const about = { tree: workspace.tree, history, dialect };
    const back = await wayBack(workspace, database, about, rehearsal, rehearsed, open);
    const late = toldOnce(findingsIn(judgement, 'base')).filter(({ code }) => code === 'late-migration');
    const findings = [...late, ...foundInRehearsal(workspace, database.name, rehearsal)];
    return { ...known, layout: history.layout, rehearsal, back, findings };
  } catch (thrown) {
    return { ...known, error: failureOf(thrown) };
  }
}

function commitOf({ base }: NonNullable<OpenSides['landing']>) {
  return { kind: 'commit' as const, commit: base.commit, label: base.name };
}

function toRehearse({
  migration,
  statements,
}: {
  migration: Migration;
  statements: { sql: string; line: number }[];
}): Rehearsed {
  return {
    tag: migration.tag,
    statements: statements.map(({ sql }) => sql),
    placeOf: (position) => `${migration.sqlFile}:${statements[position]!.line}`,
  };
}

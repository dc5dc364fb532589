import path from 'node:path';
import { recordingTree } from '../answers/recording-tree';
import { lookAround } from '../answers/surroundings';
import { failureOf } from '../errors/failure';
import { GuardError } from '../errors/guard-error';
import type { History } from '../history/history';
import type { Folder, Judged, Part } from '../results/judged';
import { codesWith } from '../rules/codes';
import { bundleSchema } from '../schema/judge-schema';
import { kitLayoutAt, requireKitFor } from '../schema/kit';
import { readSettings } from '../schema/settings';
import type { State } from '../sources/state';
import { CONFIGURATION_FILE } from '../workspace/configuration';
import type { Database } from '../workspace/discover';
import type { Prove } from './judge';
import type { Judgement } from './judgement';
import { branchesPart, openConflicts } from './parts/branches';
import { schemaPart, withStandIns } from './parts/schema';
import { folderOf, structurePart, twinsIn } from './parts/structure';
import type { Session } from './session';
import { restOnDisk, watchWhatWasRead } from './rest-on-disk';
import { withEvaluator } from './with-evaluator';
import { withInstalled, withWholePackage } from './whole-package';

/**
 * Judges one database by evaluating, and keeps what could be told.
 * @param prove what else is told while drizzle-kit is loaded; it rests on more than this state, and is not kept with it
 */
export async function evaluate(
  session: Session,
  at: State,
  database: Database,
  prove: Prove = async () => [],
): Promise<Judgement> {
  const { checks } = (await session.terms(at)).configuration;
  const recording = recordingTree(await session.tree(at));
  const disk = new Set<string>();
  const onDisk = (absolute: string) => void disk.add(absolute);
  const isJudged = checks['stale-schema'] !== 'off';
  let known: Judged | null = null;
  let isAllRead = false;
  return withEvaluator(session, database, async (evaluator) => {
    try {
      // drizzle-kit takes long to load; it does so while everything else is read.
      if (isJudged) evaluator().preload();
      const settings = await readSettings(recording.tree, database, evaluator, onDisk);
      // Everything below the folder is what the answer rests on.
      await recording.tree.list(settings.out);
      const history = await session.history(at, settings.out);
      const kitFolder = path.join(recording.tree.root, settings.cwd);
      const folder = withLayout(folderOf(history, settings.dialect, settings.driver), history, kitFolder);
      const twins = await twinsIn(recording.tree, history);
      const structure = structurePart(history, database.name, checks, settings.driver, twins);
      const conflicts = await openConflicts({ tree: recording.tree, history });
      const own = [structure, ...branchesPart(history, conflicts, database.name, checks)];
      known = { folder, parts: own };
      requireKitFor(history, kitFolder, onDisk);
      const told = withStandIns(settings.standIns);
      let schema: Part = { about: 'schema', findings: [], missing: 'schema', ...told };
      if (isJudged) {
        const bundled = await bundleSchema(recording.tree, database, settings, onDisk);
        isAllRead = true;
        const held = { tree: recording.tree, history };
        const found = await schemaPart(database, bundled, held, conflicts, evaluator(), checks);
        schema = { ...found, ...withStandIns([...settings.standIns, ...(found.standIns ?? [])]) };
      }
      const judged: Judged = { folder, parts: [...own, schema] };
      await restOnDisk(session, at, recording.tree, evaluator().filesRead, onDisk);
      if (!structure.findings.some(({ code }) => codesWith('of-the-clock').has(code))) {
        // Severities, and what is switched off, are part of the answer.
        await recording.tree.read(CONFIGURATION_FILE);
        const around = lookAround(disk, evaluator().environmentRead, (await session.present(at)).environment);
        session.answers.addJudged(database.name, { inputs: recording.inputs(), ...around, value: judged });
      }
      const proofs = await prove(folder, evaluator);
      return { database, folder, parts: [...judged.parts, ...proofs], restsOn: null };
    } catch (thrown) {
      if (!(thrown instanceof GuardError)) throw thrown;
      watchWhatWasRead(session, recording.tree, evaluator().filesRead);
      const unjudged: Part = { about: 'schema', findings: [], error: failureOf(thrown) };
      const read =
        thrown.code === 'layout-mismatch' ? withInstalled(recording.inputs(), database) : recording.inputs();
      const restsOn = isAllRead ? read : await withWholePackage(read, await session.tree(at), database);
      const proofs = known ? await prove(known.folder, evaluator) : [];
      return known
        ? { database, ...known, parts: [...known.parts, unjudged, ...proofs], restsOn }
        : { database, folder: null, parts: [unjudged], restsOn };
    }
  });
}

/** Nothing lies in a layout yet: it will be that of the drizzle-kit that makes the first migration. */
function withLayout(folder: Folder, { files }: History, kitFolder: string): Folder {
  return files.length > 0 ? folder : { ...folder, layout: kitLayoutAt(kitFolder) ?? folder.layout };
}

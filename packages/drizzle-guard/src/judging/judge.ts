import type { Folder, Part } from '../results/judged';
import type { Evaluator } from '../schema/evaluator';
import type { Commit, State } from '../sources/state';
import { millisecondsOf } from '../text/duration';
import type { Database } from '../workspace/discover';
import { errorIn, uncomparedSchema, type Judgement } from './judgement';
import type { Landing } from './landing';
import type { Session } from './session';

/** What is asked of a database beside its structure and its schema. */
export interface Asked {
  /** What to compare with; without it nothing is said of a base. */
  base?: Landing | null | undefined;
  /** Whether, with a base, it is told what is remembered of environments. */
  deployed?: boolean | undefined;
  /** Whether to prove on a shadow that the SQL gives what the snapshots say. */
  replay?: boolean | undefined;
  /** Which migrations are held against their snapshots; without it none. */
  prove?: Proving | undefined;
}

/** Which migrations are new, so that their SQL has to lead from the snapshot before each to its own. */
export interface Proving {
  /** States whose migrations are taken as they are. */
  beside: () => readonly State[];
  /** Whether the newest is proved in any case; where there are no other states it is. */
  newest: boolean;
  /** Whether one that drizzle-kit has not written as it is may be run on a shadow. */
  shadow: boolean;
  /** Paths that are changed: nothing else is new. Without it that is not known. */
  changed?: readonly string[];
}

/**
 * Judges every database of a state, or those of these names. Answers that were kept are used where all they rest on is the
 * same, so that a known state costs one git process.
 * @throws GuardError where the configuration itself cannot be read
 */
export async function judge(
  session: Session,
  at: State,
  only?: ReadonlySet<string>,
  prove?: Proving,
): Promise<Judgement[]> {
  const { databases } = await session.workspace(at);
  const judgements: Judgement[] = [];
  for (const database of databases)
    if (!only || only.has(database.name))
      judgements.push(await judgeDatabase(session, at, database, { prove }));
  return judgements;
}

/** Judges one database of a state. What could not be told is in the parts, never thrown. */
export async function judgeDatabase(
  session: Session,
  at: State,
  database: Database,
  { base, deployed, replay, prove }: Asked = {},
): Promise<Judgement> {
  const own = await judgeOwn(session, at, database, replay ? undefined : prove);
  if (!own.folder) return own;
  let parts = [...own.parts];
  if (base) {
    parts = await besideSchemaOf(session, at, own, base);
    // Also where the schema cannot be evaluated: that says nothing about what has landed.
    const beside = await (await import('./parts/base')).basePart(session, at, database, own.folder, base);
    parts.push(beside);
    if (deployed) parts.push(...(await deployedParts(session, at, own, base, beside)));
  }
  parts = await withMeetings(session, at, own, parts, base ?? null, prove);
  if (replay && errorIn({ ...own, parts }) === undefined)
    parts.push(await (await import('./parts/replay')).replayPart(session, at, database, own.folder));
  return { ...own, parts };
}

/** With the verdict on branches that come together: open ends of the history, and the work beside its base. */
async function withMeetings(
  session: Session,
  at: State,
  { database, folder }: Judgement,
  parts: Part[],
  base: Landing | null,
  prove: Proving | undefined,
): Promise<Part[]> {
  if (!folder || (!base && folder.layout === 'journal') || database.bare?.isInside === false) return parts;
  const { meetingsOf } = await import('./meetings');
  const meetings = await meetingsOf(session, at, base, folder.out);
  if (meetings.length === 0) return parts;
  const { meetingPart, withVerdicts } = await import('./parts/meeting');
  const { proofLimit } = (await session.terms(at)).configuration;
  const asking = {
    ...{ isAsked: base !== null, shadow: prove?.shadow ?? true },
    // Git waits.
    ...(session.inHook ? { limit: millisecondsOf(proofLimit) } : {}),
  };
  return withVerdicts(parts, await meetingPart(session, at, database, folder, meetings, asking));
}

/** What is remembered of environments; none where nothing is. */
async function deployedParts(
  session: Session,
  at: State,
  { database, folder }: Judgement,
  base: Landing,
  { findings }: Part,
): Promise<Part[]> {
  const { deployedPart } = await import('./parts/deployed');
  const part = await deployedPart(session, at, database, folder!, base, findings);
  return part ? [part] : [];
}

/** The parts; where no snapshot tells of the schema, with what it says beside that of the base. */
async function besideSchemaOf(
  session: Session,
  at: State,
  own: Judgement,
  { base }: Landing,
): Promise<Part[]> {
  if (!uncomparedSchema(own)) return [...own.parts];
  const landed: Commit = { kind: 'commit', commit: base.commit, label: base.name };
  const before = await judge(session, landed, new Set([own.database.name]));
  const { newsOfSchema } = await import('./news-of-schema');
  const { findings } = await newsOfSchema(session, at, [landed], own, before);
  return own.parts.map((part) => (part.about === 'schema' ? { ...part, findings } : part));
}

/** The structure of its history, whether its schema has a migration, and what new ones do. */
async function judgeOwn(
  session: Session,
  at: State,
  database: Database,
  prove: Proving | undefined,
): Promise<Judgement> {
  if (database.bare) return (await session.reading()).judgeFolder(session, at, database);
  const known = session.answers.judged(database.name, await session.present(at));
  const proof: Prove = async (folder, evaluator) => {
    if (!prove || !mayBeNew(prove, folder)) return [];
    return [await (await import('./parts/proof')).proofPart(session, at, database, folder, prove, evaluator)];
  };
  if (!known) return (await import('./evaluate')).evaluate(session, at, database, proof);
  const judgement = { database, ...known, restsOn: null };
  if (!prove || !mayBeNew(prove, known.folder)) return judgement;
  const { withEvaluator } = await import('./with-evaluator');
  const parts = await withEvaluator(session, database, (evaluator) => proof(known.folder, evaluator));
  return { ...judgement, parts: [...known.parts, ...parts] };
}

/** What is told of new migrations while drizzle-kit is loaded. */
export type Prove = (folder: Folder, evaluator: () => Evaluator) => Promise<Part[]>;

function mayBeNew({ changed }: Proving, { out }: Folder): boolean {
  return changed === undefined || changed.some((path) => path.startsWith(`${out}/`));
}

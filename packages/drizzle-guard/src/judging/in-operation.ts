import path from 'node:path';
import type { Base } from '../git/base';
import { failureOf } from '../errors/failure';
import { GuardError } from '../errors/guard-error';
import type { DatabaseResult } from '../results/command-result';
import type { Finding } from '../rules/finding';
import type { State } from '../sources/state';
import { changeIn } from './change-in';
import { unresolvedFiles } from '../git/unresolved';
import { baseIn, concluding, operationAt, parentsOf, type GoingOn } from './going-on';
import { judge } from './judge';
import type { Judgement } from './judgement';
import { newsOfDatabase } from './news-of-database';
import { bringTogether, concluded, nextInOperation, type Open, type Stopped } from './next-in-operation';
import type { Session } from './session';

/**
 * Says in the results of a command what stops an operation, and how to go on, in the same voice as the hook that will judge
 * it: findings that one side had before are no matter of it, and what it does to the migrations of its sides is.
 *
 * @param judgements of the databases, by name
 */
export async function withNext<D extends DatabaseResult>(
  session: Session,
  at: State,
  cwd: string,
  databases: readonly D[],
  judgements: ReadonlyMap<string, Judgement>,
): Promise<D[]> {
  const going = operationAt(session.root, at);
  if (!going) return [...databases];
  const base = await baseIn(session, at, going);
  const unresolved = unresolvedFiles(session.root);
  const found: D[] = [];
  const open: { out: string; next: Open | null }[] = [];
  for (const database of databases) {
    const { name } = database;
    const judgement = judgements.get(name);
    const out = judgement?.folder?.out;
    const blocking = judgement ? await stoppedBy(session, { at, going, base }, judgement) : [];
    found.push(blocking.length > 0 ? withFindings(database, blocking) : database);
    const isBare = judgement?.database.bare !== undefined;
    const stopped: Stopped = { database: name, isBare, out: out ?? '', blocking, base };
    // Where both sides are in a file of SQL, what it says is not known, however sound the rest is.
    const isMixed = out !== undefined && unresolved.some((file) => file.startsWith(`${out}/`));
    open.push({
      out: out ?? '',
      next:
        out === undefined
          ? null
          : blocking.length > 0
            ? await nextInOperation(session, going, stopped)
            : isMixed
              ? await bringTogether(session, going, stopped)
              : null,
    });
  }
  const nexts = concludedHere(session.root, cwd, going, open);
  return found.map((database, position) => {
    const next = nexts[position];
    if (!next) return database;
    const isKnown =
      database.error !== undefined || database.findings.some(({ severity }) => severity === 'error');
    const told = isKnown ? database : { ...database, error: failureOf(bothSides(open[position]!.out)) };
    return inOneVoice({ ...told, next });
  });
}

/** What the hook would say that the command has not found. */
function withFindings<D extends DatabaseResult>(database: D, blocking: readonly Finding[]): D {
  const { findings } = database;
  const more = blocking.filter(
    (one) => !findings.some(({ code, message }) => code === one.code && message === one.message),
  );
  return more.length === 0 ? database : { ...database, findings: [...findings, ...more] };
}

function bothSides(out: string): GuardError {
  return new GuardError(
    'unresolved-conflict',
    `files in ${out} hold what both sides say, so it is not known what its migrations are`,
    SEE_NEXT,
  );
}

/** Adds what is typed before the steps and after them, by somebody who stands in this folder. */
export function concludedHere(
  root: string,
  cwd: string,
  going: GoingOn,
  open: readonly { out: string; next: Open | null }[],
): (Open | null)[] {
  return concluded(open, {
    before: toRoot(root, cwd),
    unresolved: unresolvedFiles(root),
    conclude: concluding(going, false),
  });
}

/** What readers of a document find in place of the help of a single finding. */
const SEE_NEXT = 'do what "next" says';

/** The result of a database that has a way on, with no other beside it. */
export function inOneVoice<D extends DatabaseResult>(database: D): D {
  const findings = database.findings.map(({ fix: _fix, ...finding }) => ({ ...finding, help: SEE_NEXT }));
  return { ...database, findings };
}

/** What stops it, as the hook that concludes it judges. */
async function stoppedBy(
  session: Session,
  { at, going, base }: { at: State; going: GoingOn; base: Base | null },
  now: Judgement,
): Promise<Finding[]> {
  const { configuration, baseline } = await session.terms(at);
  const accepted = { waivers: configuration.waivers, baseline };
  const terms = { changed: [], accepted, cannotTell: configuration.cannotTell };
  const only = new Set([now.database.name]);
  const before: Judgement[] = [];
  for (const parent of parentsOf(session.root, going)) before.push(...(await judge(session, parent, only)));
  const change = changeIn(session.root, going, at, []);
  // A bare folder may lie outside the repository.
  const isMoved = now.folder !== null && !now.database.bare;
  const { database } = await newsOfDatabase(session, change, { now, before, base, isMoved }, terms);
  return database.blocking;
}

/** Nx runs a target in the package's folder, wherever the one who typed it stands. */
function toRoot(root: string, cwd: string): string[] {
  const way = path.relative(cwd, root).replaceAll(path.sep, '/');
  return way === '' || process.env['NX_TASK_TARGET_PROJECT'] ? [] : [`cd ${way}`];
}

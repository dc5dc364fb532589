import path from 'node:path';
import { findBase, type Base } from '../git/base';
import { findGitDir } from '../git/git-dir';
import { readOperation } from '../git/operation';
import { failureOf } from '../errors/failure';
import { GuardError } from '../errors/guard-error';
import type { DatabaseResult } from '../results/command-result';
import type { Finding } from '../rules/finding';
import type { State } from '../sources/state';
import { concluding, goingOn, parentsOf, unresolvedFiles, type GoingOn } from './going-on';
import { judge } from './judge';
import { findingsIn, type Judgement } from './judgement';
import { newFindings } from './news-of';
import { bringTogether, concluded, nextInOperation, type Open, type Stopped } from './next-in-operation';
import type { Session } from './session';

/** What git is in the middle of in a work tree or its index; null where nothing is to be brought together. */
export function operationAt(root: string, at: State): GoingOn | null {
  const gitDir = at.kind === 'commit' ? null : findGitDir(root);
  return gitDir === null ? null : goingOn(root, readOperation(gitDir, {}));
}

/** What counts as landed in it; the other side of a merge where no base is known, as in a hook. */
export async function baseIn(session: Session, at: State, going: GoingOn): Promise<Base | null> {
  const { configuration } = await session.terms(at);
  const base = findBase(session.root, undefined, configuration.base);
  if (base || going.kind !== 'merge') return base;
  const [other] = going.heads.others;
  return other ? { name: other.label, commit: other.commit, assumed: true } : null;
}

/**
 * Says in the results of a command how to go on in an operation that is stopped by what they found, in the same voice as the
 * hook that will judge it: findings that one side had before are no matter of it.
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
  const open: { out: string; next: Open | null }[] = [];
  for (const { name, findings } of databases) {
    const out = judgements.get(name)?.folder?.out;
    const blocking = out === undefined ? [] : await newIn(session, going, name, findings);
    const stopped: Stopped = { database: name, out: out ?? '', blocking, base };
    // Where both sides are in a file of SQL, what it says is not known, however sound the rest is.
    const isMixed = out !== undefined && unresolved.some((file) => file.startsWith(`${out}/`));
    open.push({
      out: out ?? '',
      next:
        blocking.length > 0
          ? await nextInOperation(session, going, stopped)
          : isMixed
            ? await bringTogether(session, going, stopped)
            : null,
    });
  }
  const nexts = concludedHere(session.root, cwd, going, open);
  return databases.map((database, position) => {
    const next = nexts[position];
    if (!next) return database;
    const isKnown =
      database.error !== undefined || database.findings.some(({ severity }) => severity === 'error');
    const told = isKnown ? database : { ...database, error: failureOf(bothSides(open[position]!.out)) };
    return inOneVoice({ ...told, next });
  });
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

/** Errors that none of the sides had. */
async function newIn(
  session: Session,
  going: GoingOn,
  database: string,
  findings: readonly Finding[],
): Promise<Finding[]> {
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return [];
  const older: Finding[][] = [];
  for (const parent of parentsOf(session.root, going))
    for (const judgement of await judge(session, parent, new Set([database])))
      older.push(findingsIn(judgement));
  return newFindings(errors, older);
}

/** Nx runs a target in the package's folder, wherever the one who typed it stands. */
function toRoot(root: string, cwd: string): string[] {
  const way = path.relative(cwd, root).replaceAll(path.sep, '/');
  return way === '' || process.env['NX_TASK_TARGET_PROJECT'] ? [] : [`cd ${way}`];
}

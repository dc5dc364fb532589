import path from 'node:path';
import { nameIn, onlyIn, type History, type Migration } from '../history/history';
import { isLate, wholeSeconds } from '../history/late';
import type { Side } from '../results/advice';
import { kitLayoutAt } from '../schema/kit';
import { cwdsOf } from '../schema/settle-cwd';
import { readSettings } from '../schema/settings';
import type { Commit, State } from '../sources/state';
import { haveOneSubject } from '../sql/gone';
import { join } from '../text/paths';
import { shellWord } from '../text/shell-word';
import { stampOf } from '../text/tag';
import type { Database } from '../workspace/discover';
import { aborting } from './going-on';
import { makeAgain, type Making } from './make-again';
import { ownSql } from './own-migrations';
import type { Session } from './session';
import type { MergeSides } from './sides-of';
import { withEvaluator } from './with-evaluator';

const SECOND = 1000;

/**
 * How to go on in a merge of two layouts. An upgrade is never taken back: where theirs was upgraded, its folders stay, and
 * drizzle-kit's own upgrade makes those of my migrations, with their SQL as it is. Where only mine was, and what has landed
 * meanwhile is still in a journal, the upgrade is made again on top of that.
 *
 * @param now milliseconds since 1970: what would come late is named by it
 */
export async function adviseOnUpgrade(
  session: Session,
  name: string,
  out: string,
  { mine, theirs, upgrade }: MergeSides & Required<Pick<MergeSides, 'upgrade'>>,
  now = Date.now(),
): Promise<Making> {
  if (upgrade.first !== null) {
    const other = mine.isHead ? theirs : mine;
    return {
      notes: [],
      steps: [
        'git merge --abort',
        `git merge ${shellWord(upgrade.first)}`,
        `git merge ${shellWord(other.name)}`,
      ],
      isWhole: true,
    };
  }
  const own = { mine, theirs, of: upgrade.of };
  if (upgrade.of === 'theirs' && !(await canBeUpgraded(session, out, mine, theirs)))
    return madeAgainInFolders(session, name, out, own);
  return { notes: [], steps: await stepsFor(session, name, out, own, now), isWhole: false };
}

/**
 * Whether drizzle-kit's upgrade makes folders of my migrations that can stand beside theirs: it needs all snapshots, and what
 * theirs changes as well would be there twice.
 */
async function canBeUpgraded(session: Session, out: string, mine: Side, theirs: Side): Promise<boolean> {
  const [own, there] = [commitOf(mine), commitOf(theirs)];
  const { migrations } = await session.history(own, out);
  if (migrations.some(({ snapshot }) => snapshot === null)) return false;
  const [texts, others] = [await ownSql(session, own, there, out), await ownSql(session, there, own, out)];
  return !haveOneSubject(
    texts.map(({ sql }) => sql),
    others.map(({ sql }) => sql),
  );
}

/** My migrations are made again after theirs, in the layout of theirs. */
async function madeAgainInFolders(
  session: Session,
  database: string,
  out: string,
  { mine, theirs }: { mine: Side; theirs: Side },
): Promise<Making> {
  const [here, there] = [await historyOf(session, mine, out), await historyOf(session, theirs, out)];
  const tags = onlyIn(here, there).map(({ tag }) => tag);
  const remaking = { database, out, taken: theirs, from: mine.commit, tags, aborting: aborting('merge') };
  const { notes, steps, isWhole } = await makeAgain(session, remaking);
  const clear = clearing(shellWord(out));
  return { notes, steps: isWhole || steps[0] === clear ? steps : [clear, ...steps], isWhole };
}

/** Also what git could not merge, and what it took for renamed, wherever that has put it. */
function clearing(folder: string): string {
  return `git rm -r --force --quiet -- ${folder}`;
}

async function stepsFor(
  session: Session,
  name: string,
  out: string,
  { mine, theirs, of }: { mine: Side; theirs: Side; of: 'mine' | 'theirs' },
  now: number,
): Promise<string[]> {
  const [here, there] = [await historyOf(session, mine, out), await historyOf(session, theirs, out)];
  const own = onlyIn(here, there);
  const folder = shellWord(out);
  const clear = clearing(folder);
  const all = restore(theirs, '--staged --worktree', folder);
  if (of === 'theirs' && own.length === 0) return [clear, all];
  const up = await upgrading(session, name);
  const moved = moves(own, here, there, now).map(
    ([from, to]) => `mv ${shellWord(join(out, from))} ${shellWord(join(out, to))}`,
  );
  // A journal is never staged: wherever somebody breaks off, no upgrade is taken back.
  if (of === 'theirs') return [clear, restore(mine, '--worktree', folder), ...up, all, ...moved];
  const folders = own.map(({ tag }) => shellWord(join(out, tag)));
  const kept = folders.length > 0 ? [restore(mine, '--worktree', ...folders)] : [];
  return [clear, restore(theirs, '--worktree', folder), ...up, ...kept, ...moved];
}

function historyOf(session: Session, side: Side, out: string): Promise<History> {
  return session.history(commitOf(side), out);
}

function commitOf({ commit, name }: Side): Commit {
  return { kind: 'commit', commit, label: name };
}

function restore({ commit }: Side, where: string, ...paths: string[]): string {
  return `git restore --source=${commit.slice(0, 12)} ${where} -- ${paths.join(' ')}`;
}

/**
 * What drizzle-orm would apply out of order gets another time, and with it all that comes after it: a folder sorts behind
 * the one that it continues.
 * @returns folders, as an upgrade names them, and their new names
 */
function moves(
  own: readonly Migration[],
  here: History,
  there: History,
  now: number,
): [from: string, to: string][] {
  const placed = (migration: Migration, history: History) => ({
    timestamp: wholeSeconds(migration.timestamp),
    name: nameIn('folders', migration, history),
  });
  const landed = there.migrations.map((migration) => placed(migration, there));
  const first = own.findIndex((migration) => isLate(placed(migration, here), landed, 'folders'));
  if (first === -1) return [];
  const newest = Math.max(...landed.map(({ timestamp }) => timestamp));
  const start = Math.max(wholeSeconds(now), newest + SECOND);
  return own.slice(first).map((migration, place) => {
    const { name } = placed(migration, here);
    const time = stampOf(start + place * SECOND);
    return [name, `${time}${name.slice(time.length)}`];
  });
}

/** drizzle-kit's upgrade of a database, run where its paths count from; the newer version has to be installed for it. */
async function upgrading(session: Session, name: string): Promise<string[]> {
  const at: State = { kind: 'index' };
  const { databases } = await session.workspace(at);
  const database = databases.find((one) => one.name === name);
  if (!database) return ['drizzle-kit up'];
  const cwd = await cwdOf(session, at, database);
  const up = `drizzle-kit up${optionsOf(database, cwd)}`;
  const isOld = kitLayoutAt(path.join(session.root, cwd)) === 'journal';
  return [
    ...(isOld ? ['npm install'] : []),
    ...(cwd === '.' || cwd === ''
      ? [up]
      : [`cd ${shellWord(cwd)}`, up, `cd ${path.posix.relative(cwd, '')}`]),
  ];
}

async function cwdOf(session: Session, at: State, database: Database): Promise<string> {
  const [first, ...others] = cwdsOf(database);
  if (others.length === 0) return first;
  try {
    const tree = await session.tree(at);
    return await withEvaluator(
      session,
      database,
      async (evaluator) => (await readSettings(tree, database, evaluator)).cwd,
    );
  } catch {
    return first;
  }
}

/** What drizzle-kit does not find by itself, in the folder in which it is run. */
function optionsOf({ configFile, stated }: Database, cwd: string): string {
  if (stated) return ` --dialect=${shellWord(stated.dialect)} --out=${shellWord(stated.out)}`;
  const config = configFile === null ? '' : path.posix.relative(cwd === '.' ? '' : cwd, configFile);
  return /^(?:drizzle\.config\.(?:ts|js|json))?$/.test(config) ? '' : ` --config=${shellWord(config)}`;
}

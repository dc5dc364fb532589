import path from 'node:path';
import { nameIn, onlyIn, type History, type Migration } from '../history/history';
import { isLate, wholeSeconds } from '../history/late';
import type { Advice, Side } from '../results/advice';
import { kitLayoutAt } from '../schema/kit';
import { cwdsOf } from '../schema/settle-cwd';
import { readSettings } from '../schema/settings';
import type { Commit, State } from '../sources/state';
import { join } from '../text/paths';
import { shellWord } from '../text/shell-word';
import { stampOf } from '../text/tag';
import type { Database } from '../workspace/discover';
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
): Promise<Advice & { isWhole: boolean }> {
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
  const steps = await stepsFor(session, name, out, { mine, theirs, of: upgrade.of }, now);
  return { notes: [], steps, isWhole: false };
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
  // Also what git could not merge, and what it took for renamed, wherever that has put it.
  const clear = `git rm -r --force --quiet -- ${folder}`;
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

function historyOf(session: Session, { commit, name }: Side, out: string): Promise<History> {
  return session.history({ kind: 'commit', commit, label: name } satisfies Commit, out);
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

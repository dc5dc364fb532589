import type { History } from '../history/history';
import type { Advice } from '../results/advice';
import type { Commit } from '../sources/state';
import { BREAKPOINT } from '../sql/statements';
import { shellWord } from '../text/shell-word';
import { titleOf } from '../text/tag';
import { listOf } from '../text/words';
import { authorship, type Authored } from './authorship';
import { migrationPaths } from './migration-paths';
import { madeAlready } from './own-migrations';
import type { Session } from './session';

/** Migrations that give way to others, and are made again after them. */
export interface Remaking {
  database: string;
  /** The migrations folder, from the root. */
  out: string;
  /** What stays as it is. */
  taken: { name: string; commit: string };
  /** The commit that has those that are made again. */
  from: string;
  /** None where there is nothing to make again. */
  tags: readonly string[];
}

/**
 * The commands that take one state of a migrations folder and make migrations again on top, in drizzle-kit's own way:
 * generated ones are generated anew, and SQL that somebody wrote is put back byte for byte.
 */
export async function makeAgain(session: Session, remaking: Remaking): Promise<Advice> {
  const { database, out, taken, from } = remaking;
  const at = (commit: string): Commit => ({ kind: 'commit', commit, label: commit.slice(0, 10) });
  const made = await madeAlready(session, at(from), remaking.tags, at(taken.commit), out);
  const tags = remaking.tags.filter((tag) => !made.has(tag));
  const paths = await migrationPaths(session, out, taken.commit);
  const take = `git restore --source=${taken.commit.slice(0, 12)} --staged --worktree -- ${paths.map(shellWord).join(' ')}`;
  const same =
    made.size === 0
      ? ''
      : `, which have what ${listOf([...made])} ${made.size === 1 ? 'does' : 'do'} already`;
  const takes = `takes the migrations of ${taken.name} as they are${same}`;
  if (tags.length === 0) return { notes: [takes], steps: [take] };
  const authored = await authorship(session, database, out, from, tags);
  const written = authored.filter(({ author }) => author !== 'generated');
  const generated = authored.filter(({ author }) => author === 'generated');
  const there = await historyAt(session, taken.commit, out);
  const naming = namesFor(there.migrations.map(({ tag }) => tag));
  const isFolders =
    there.migrations.length === 0
      ? authored[0]!.sqlFile.endsWith('/migration.sql')
      : there.layout === 'folders';
  const generate = (name: string, custom = '') =>
    `drizzle-guard generate --database ${shellWord(database)}${custom} --name ${name}`;
  const again = `${takes}, and makes ${listOf(tags)} again after them`;
  if (!canFollow(authored)) {
    const name = naming(tags.at(-1)!);
    return {
      notes: [
        `${again}: as one, with the SQL of ${tags.length === 1 ? 'it' : 'all of them'} as it is, because some of that was written by hand`,
      ],
      steps: [take, generate(name, answersOf(authored)), ...puttingBack(remaking, authored, name, isFolders)],
    };
  }
  const last = generated.at(-1);
  const isBefore = (one: Authored) => last !== undefined && authored.indexOf(one) < authored.indexOf(last);
  const handWritten = (ones: readonly Authored[]) =>
    ones.flatMap((one) => {
      const name = naming(one.tag);
      return [generate(name, ' --custom'), ...puttingBack(remaking, [one], name, isFolders)];
    });
  return {
    notes: [written.length > 0 ? `${again}, with the SQL that was written by hand` : again],
    steps: [
      take,
      ...handWritten(written.filter(isBefore)),
      ...(last ? [generate(naming(last.tag, false), answersOf(generated))] : []),
      ...handWritten(written.filter((one) => !isBefore(one))),
    ],
  };
}

/** What drizzle-kit asked when they were made is answered as it was then. */
function answersOf(authored: readonly Authored[]): string {
  return [...new Set(authored.flatMap(({ answers }) => answers))].map((flag) => ` ${flag}`).join('');
}

/** Of migrations that somebody has taken out, and that others have. */
export function undoneAnew(tags: readonly string[]): string {
  const [stays, it] = tags.length === 1 ? ['stays', 'it'] : ['stay', 'they'];
  return `${listOf(tags)} ${stays}: what ${it} did to the schema is undone by a new migration, and what hand-written SQL did to rows is not`;
}

/** Whether generating once, between hand-written ones before and after it, keeps the order and repeats no statement. */
function canFollow(authored: readonly Authored[]): boolean {
  const authors = authored.map(({ author }) => author);
  const between = authors.slice(authors.indexOf('generated'), authors.lastIndexOf('generated') + 1);
  return !authors.includes('mixed') && between.every((author) => author === 'generated');
}

/** Puts the SQL of these into the one file that ends with a name; what it is called before that is not known yet. */
function puttingBack(
  { out, from }: Remaking,
  authored: readonly Authored[],
  name: string,
  isFolders: boolean,
): string[] {
  const there = authored.filter(({ hasSql }) => hasSql);
  const into = `${shellWord(`${out}/`)}*_${name}${isFolders ? '/migration' : ''}.sql`;
  return there.flatMap(({ sqlFile }, at) => [
    ...(at > 0 ? [`echo '${BREAKPOINT}' | tee -a ${into}`] : []),
    `git show ${shellWord(`${from.slice(0, 12)}:${sqlFile}`)} | tee${at > 0 ? ' -a' : ''} ${into}`,
  ]);
}

/** Gives each migration a name; where its file is to be told by that, one with which no other ends. */
function namesFor(taken: readonly string[]): (tag: string, isTold?: boolean) => string {
  const known = [...taken];
  return (tag, isTold = true) => {
    const title = titleOf(tag).replaceAll(/[^\w.-]/g, '_') || 'again';
    let name = title;
    for (let turn = 2; isTold && known.some((one) => `_${one}`.endsWith(`_${name}`)); turn++)
      name = `${title}_${turn}`;
    known.push(name);
    return name;
  };
}

function historyAt(session: Session, commit: string, out: string): Promise<History> {
  return session.history({ kind: 'commit', commit, label: commit.slice(0, 10) }, out);
}

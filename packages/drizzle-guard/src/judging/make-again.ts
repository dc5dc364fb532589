import type { History } from '../history/history';
import type { Advice } from '../results/advice';
import type { Commit } from '../sources/state';
import { madeAgain, type Kept, type MadeAgain } from '../sql/made-again';
import { shellWord } from '../text/shell-word';
import { titleOf } from '../text/tag';
import { listOf } from '../text/words';
import { authorship, type Authored } from './authorship';
import { meaningApart } from './meaning-apart';
import { ownSql } from './own-migrations';
import { puttingBack } from './putting-back';
import type { Session } from './session';
import { taking } from './taking';
import { wantedAfter, type Wanted } from './wanted-after';
import { withEvaluator } from './with-evaluator';

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
  /** What takes all of it back, where people have to decide first. */
  aborting: string;
}

/** `isWhole` where the steps take all of it back. */
export type Making = Advice & { isWhole: boolean };

/**
 * The commands that take one state of a migrations folder and make migrations again on top, in drizzle-kit's own way: what
 * the schema wants beyond that is generated, SQL that somebody wrote is put back byte for byte, and what is there already
 * is not repeated. Hand-written SQL about what is not there any more is for people to decide.
 */
export async function makeAgain(session: Session, remaking: Remaking): Promise<Making> {
  const { taken, tags } = remaking;
  const { steps: take, isUpgraded } = await taking(session, remaking);
  const takes = `takes the migrations of ${taken.name} as they are`;
  if (tags.length === 0) return { notes: [takes], steps: take, isWhole: false };
  const looked = await lookAgain(session, remaking);
  if (looked.made.apart) return meaningApart(looked.made.apart, remaking);
  const steps = stepsOf(remaking, { ...looked, isUpgraded });
  return { notes: [noteOn(takes, tags, looked.made)], steps: [...take, ...steps], isWhole: false };
}

/** How migrations are made again, told without a word of how that is typed. */
async function lookAgain(session: Session, remaking: Remaking): Promise<Omit<Looked, 'isUpgraded'>> {
  const { out, taken, from } = remaking;
  const { authored, wanted } = await lookedAt(session, remaking);
  const theirs = await ownSql(session, commitAt(taken.commit), commitAt(from), out);
  const { statements, isWanted } = wanted;
  const made = madeAgain({ own: authored, theirs, wanted: statements, isWanted });
  return { made, authored, wanted, there: await session.history(commitAt(taken.commit), out) };
}

/**
 * The name of the migration that drizzle-kit makes by itself in place of some, null where the schema wants nothing beyond
 * theirs; or those of them that hold SQL which somebody has written, or what drizzle-kit would ask.
 */
export type Regeneration = { name: string | null } | { byHand: string[] } | { asks: string[] };

export async function regenerationOf(session: Session, remaking: Remaking): Promise<Regeneration> {
  const { made, authored, wanted, there } = await lookAgain(session, remaking);
  const kept = [...made.before, ...made.inPlace, ...made.after].map(({ tag }) => tag);
  if (kept.length > 0 || made.apart)
    return { byHand: [...new Set([...kept, ...(made.apart ? [made.apart.tag] : [])])] };
  if (!made.isGenerated) return { name: null };
  const asks = flagsOf(authored, wanted);
  if (asks.length > 0) return { asks };
  const naming = namesFor(there.migrations.map(({ tag }) => tag));
  const last = remaking.tags.findLast((tag) => !made.held.includes(tag)) ?? remaking.tags.at(-1)!;
  return { name: naming(last, false) };
}

async function lookedAt(
  session: Session,
  { database: name, out, taken, from, tags }: Remaking,
): Promise<{ authored: Authored[]; wanted: Wanted }> {
  const { databases } = await session.workspace(commitAt(from));
  const database = databases.find((one) => one.name === name);
  return withEvaluator(session, database ?? { dir: '.' }, async (evaluator) => ({
    authored: await authorship(session, database ?? { dir: '.' }, evaluator, commitAt(from), out, tags),
    wanted: database
      ? await wantedAfter(session, database, evaluator, commitAt(taken.commit), out)
      : { statements: null, isWanted: null, isAsked: false },
  }));
}

function noteOn(takes: string, tags: readonly string[], made: MadeAgain): string {
  const { held, before, after, inPlace, isGenerated } = made;
  const has =
    held.length === 0 ? '' : `, which have what ${listOf(held)} ${held.length === 1 ? 'does' : 'do'} already`;
  const again = tags.filter((tag) => !held.includes(tag));
  const isByHand = before.length + after.length > 0;
  if (!isGenerated && !isByHand)
    return again.length === 0
      ? `${takes}${has}`
      : `${takes}${has}; the schema wants nothing of ${listOf(again)} beyond that`;
  const makes = `${takes}${has}, and makes ${listOf(again.length > 0 ? again : tags)} again after them`;
  if (inPlace.length > 0)
    return `${makes}: as one, because some of ${inPlace.length === 1 ? 'its' : 'their'} SQL was written by hand in place of what is generated`;
  return isByHand ? `${makes}, with the SQL that was written by hand` : makes;
}

interface Looked {
  made: MadeAgain;
  authored: readonly Authored[];
  wanted: Wanted;
  there: History;
  isUpgraded: boolean;
}

function stepsOf(remaking: Remaking, { made, authored, wanted, there, isUpgraded }: Looked): string[] {
  const { database, tags } = remaking;
  const naming = namesFor(there.migrations.map(({ tag }) => tag));
  const isFolders =
    there.migrations.length === 0
      ? authored[0]!.sqlFile.endsWith('/migration.sql')
      : there.layout === 'folders';
  const generate = (name: string, custom = '') =>
    `drizzle-guard generate --database ${shellWord(database)}${custom} --name ${name}`;
  const putBack = (kept: readonly Kept[], name: string) =>
    puttingBack(remaking, authored, kept, name, isFolders);
  const byHand = (kept: readonly Kept[]) =>
    kept.flatMap((one) => {
      const name = naming(one.tag);
      return [generate(name, ' --custom'), ...putBack([one], name)];
    });
  const before = byHand(made.before);
  const answers = flagsOf(authored, wanted)
    .map((flag) => ` ${flag}`)
    .join('');
  const generated: string[] = [];
  if (made.isGenerated && made.inPlace.length > 0) {
    const name = naming(made.inPlace.at(-1)!.tag);
    generated.push(generate(name, answers), ...putBack(made.inPlace, name));
  } else if (made.isGenerated) {
    const kept = new Set([...made.before, ...made.after].map(({ tag }) => tag));
    const last = tags.findLast((tag) => !kept.has(tag) && !made.held.includes(tag)) ?? tags.at(-1)!;
    generated.push(generate(naming(last, false), answers));
  }
  const steps = [...before, ...generated, ...byHand(made.after)];
  return steps.length > 0 && isUpgraded ? ['npm install', ...steps] : steps;
}

/** What drizzle-kit asked when they were made is answered as it was then. */
function flagsOf(authored: readonly Authored[], { isWanted, isAsked }: Wanted): string[] {
  if (isWanted === true && !isAsked) return [];
  const flags = [...new Set(authored.flatMap(({ answers }) => answers))];
  // Of one that drizzle-kit cannot read it is only known that it asked where something was renamed.
  const isSure = isAsked || flags.some((flag) => flag.startsWith('--rename'));
  return isSure ? flags : [];
}

/** Of migrations that somebody has taken out, and that others have. */
export function undoneAnew(tags: readonly string[]): string {
  const [stays, it] = tags.length === 1 ? ['stays', 'it'] : ['stay', 'they'];
  return `${listOf(tags)} ${stays}: what ${it} did to the schema is undone by a new migration, and what hand-written SQL did to rows is not`;
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

function commitAt(commit: string): Commit {
  return { kind: 'commit', commit, label: commit.slice(0, 10) };
}

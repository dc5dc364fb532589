import { readName, readPair, writeName, type QualifiedName } from '../text/qualified-name';
import { shellWord } from '../text/shell-word';
import { isSameContainer, type Answer, type Place, type Question, type Thing } from './question';

/** An answer as somebody typed it, before it is known to what. */
export interface Reply {
  /** `--rename users.name=users.title` */
  flag: string;
  /** What it was; null for something new. */
  from: QualifiedName | null;
  to: QualifiedName;
}

/** A question, and what is taken for its answer. */
export interface Asked extends Question {
  /** What it was; null for something new. */
  from: Thing | null;
  /** Whether somebody said so; else it is a guess. */
  isAnswered: boolean;
}

/** What came of the replies. */
export interface Answered {
  asked: Asked[];
  /** What is wrong with replies, a line each. */
  refused: string[];
}

/**
 * Reads what was typed behind `--rename` and `--create`.
 * @returns the first that is none, where there is one
 */
export function readReplies(
  renames: readonly string[],
  creates: readonly string[],
): { replies: Reply[] } | { unreadable: string } {
  const replies: Reply[] = [];
  for (const text of renames) {
    const pair = readPair(text);
    if (!pair) return { unreadable: `--rename ${shellWord(text)}` };
    const [from, to] = pair;
    replies.push({ flag: `--rename ${shellWord(nameOf(from))}=${shellWord(nameOf(to))}`, from, to });
  }
  for (const text of creates) {
    const name = readName(text);
    if (!name) return { unreadable: `--create ${shellWord(text)}` };
    replies.push({ flag: `--create ${shellWord(text)}`, from: null, to: name });
  }
  return { replies };
}

/**
 * Answers questions with these replies, and where there is none with what is likely, or that it is new.
 * @param created what is new: to say so of something beside what is asked about is no mistake
 */
export function answering(
  replies: readonly Reply[],
  created: readonly Thing[],
  otherwise: 'likely' | 'new' = 'likely',
): { answer: Answer; outcome(): Answered } {
  const log: Logged[] = [];
  return {
    answer(question) {
      const reply = replies.find(
        (one) => isNamed(question.asked, one.to) && (!one.from || fromIn(question, one)),
      );
      const guess =
        otherwise === 'new' || question.likely === null ? null : question.candidates[question.likely]!;
      const from = reply ? fromIn(question, reply) : guess;
      log.push({ ...question, from, reply });
      return from;
    },
    outcome: () => ({
      asked: log.map(({ reply, ...asked }) => ({ ...asked, isAnswered: reply !== undefined })),
      refused: replies.flatMap((reply) => whyNot(reply, log, created) ?? []),
    }),
  };
}

interface Logged extends Question {
  from: Thing | null;
  reply: Reply | undefined;
}

function fromIn({ candidates }: Question, { from }: Reply): Thing | null {
  return (from && candidates.find((thing) => isNamed(thing, from))) ?? null;
}

function whyNot(reply: Reply, log: readonly Logged[], created: readonly Thing[]): string | null {
  const { flag, from, to } = reply;
  const used = log.filter((one) => one.reply === reply).map(({ asked }) => asked);
  if (used.length === 1) return null;
  if (used.length > 1) {
    const exact = used.map((thing) => writeName(partsOf(thing), nounOf(thing)));
    return `${flag} fits ${used.map(labelOf).join(' and ')}: say ${exact.join(' or ')}`;
  }
  const about = log.find(({ asked }) => isNamed(asked, to));
  if (!about && !from && created.some((thing) => isNamed(thing, to) && isBesideOne(thing, log))) return null;
  if (!about) return `${flag}: drizzle-kit does not ask about ${nameOf(to)}`;
  if (about.reply) return `${flag}: ${labelOf(about.asked)} is answered already, by ${about.reply.flag}`;
  const taken = log.find((one) => one.reply?.from && one.from && isNamed(one.from, from!));
  if (taken) return `${flag}: ${nameOf(from!)} is renamed already, by ${taken.reply!.flag}`;
  return `${flag}: nothing called ${nameOf(from!)} is gone that ${labelOf(about.asked)} could have been`;
}

/** drizzle-kit asks about one after the other, as long as there is something that it could have been. */
function isBesideOne(thing: Thing, log: readonly Logged[]): boolean {
  return log.some(({ asked }) => asked.kind === thing.kind && isSameContainer(asked, thing));
}

function nameOf({ parts, noun }: QualifiedName): string {
  return writeName(parts, noun);
}

/** Whether a thing is what somebody calls by this name: with its schema or, where that is the usual one, without. */
function isNamed(thing: Thing, { noun, parts, isQuoted }: QualifiedName): boolean {
  if (noun !== null && noun !== nounOf(thing)) return false;
  const places: Place[] = [thing, ...(thing.elsewhere ? [thing.elsewhere] : [])];
  return places.flatMap(spellings).some((names) => {
    if (names.length === parts.length) return names.every((name, at) => name === parts[at]);
    // A dot that is part of a name, by somebody who did not think of quotes.
    return !isQuoted && names.join('.') === parts.join('.');
  });
}

function spellings({ schema, table, name }: Place): string[][] {
  const short = [...(table === null ? [] : [table]), name];
  return isUsual(schema) ? [short, ['public', ...short]] : [[schema!, ...short]];
}

function isUsual(schema: string | null): boolean {
  return schema === null || schema === 'public';
}

/** The shortest name of a thing, in parts. @param place where it is, or was */
function partsOf({ schema, table, name }: Place): string[] {
  return [...(isUsual(schema) ? [] : [schema!]), ...(table === null ? [] : [table]), name];
}

function nounOf({ kind }: Thing): string {
  return kind.replaceAll(' ', '-');
}

/** "column users.title" */
export function labelOf(thing: Thing): string {
  return `${thing.kind} ${writeName(partsOf(thing))}`;
}

/** "column users.title: renamed from users.name, or new?" */
export function wordsOf({ asked, candidates }: Question): string {
  const names = candidates.map((thing) => writeName(partsOf(thing.elsewhere ?? thing)));
  return `${labelOf(asked)}: renamed from ${names.join(' or ')}, or new?`;
}

/** A question for a program: what is asked about, all that it may have been, and what answers it. */
export interface ToldQuestion {
  kind: string;
  name: string;
  from: string[];
  /** The flag for what is likely, or was answered. */
  flag: string;
}

export function toldOf(asked: readonly Asked[]): ToldQuestion[] {
  const flags = flagsFor(asked);
  return asked.map(({ asked: thing, candidates }, at) => ({
    kind: thing.kind,
    name: writeName(partsOf(thing)),
    from: candidates.map((one) => writeName(partsOf(one.elsewhere ?? one))),
    flag: flags[at]!,
  }));
}

/** The flags that give these answers, as they are typed in a shell. */
export function flagsFor(asked: readonly Asked[]): string[] {
  const written = asked.map(({ asked: thing }) => writeName(partsOf(thing)));
  return asked.map(({ asked: thing, from }, at) => {
    const isShared = written.filter((name) => name === written[at]).length > 1;
    const noun = isShared ? nounOf(thing) : null;
    const name = writeName(partsOf(thing), noun);
    if (!from) return `--create ${shellWord(name)}`;
    const old = writeName(partsOf(from.elsewhere ?? from), noun);
    return `--rename ${shellWord(old)}=${shellWord(name)}`;
  });
}

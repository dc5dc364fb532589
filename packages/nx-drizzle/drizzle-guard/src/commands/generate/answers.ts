import { GuardError } from '../../errors/guard-error';
import type { SchemaVerdict } from '../../schema/judge-schema';
import { flagsFor, readReplies, wordsOf, type Answered, type Asked, type Reply } from '../../state/replies';
import { shellWord } from '../../text/shell-word';
import type { GenerateOptions } from './run';

/** @throws GuardError `usage` for what cannot be read as an answer, or does not go with the other options */
export function repliesIn({ rename = [], create = [], custom }: GenerateOptions): Reply[] {
  const read = readReplies(rename, create);
  if ('unreadable' in read)
    throw new GuardError(
      'usage',
      `${read.unreadable} cannot be read`,
      'give --rename <old>=<new> and --create <new>: tables as a, columns as a.b, with a schema s.a.b, and a name with a dot of its own in double quotes; nothing was generated',
    );
  if (custom && read.replies.length > 0)
    throw new GuardError(
      'usage',
      '--custom makes an empty migration, about which drizzle-kit asks nothing',
      'leave --rename and --create out, or --custom; nothing was generated',
    );
  return read.replies;
}

/**
 * Requires an answer to all that drizzle-kit is going to ask, and to nothing else.
 * @throws GuardError `wrong-answer` where one answers nothing, `ambiguous-rename` where one is lacking
 */
export function requireAnswers(
  database: string,
  { asked, refused }: Answered,
  replies: readonly Reply[],
  options: GenerateOptions,
  isInSync: boolean,
): void {
  const command = commandFor(database, options);
  if (asked.length === 0)
    throw new GuardError(
      'wrong-answer',
      `${replies.map(({ flag }) => flag).join(' ')}: drizzle-kit asks nothing about ${database}, ${isInSync ? 'whose schema has no changes' : 'where nothing is new of a kind of which something is gone'}; nothing was generated`,
      isInSync ? 'leave it out; there is nothing to generate' : `run \`${command}\``,
    );
  if (refused.length > 0)
    throw new GuardError(
      'wrong-answer',
      `an answer about ${database} fits nothing that drizzle-kit asks, so nothing was generated:${linesOf([...refused, 'it asks:', ...asked.map((one) => `  ${wordsOf(one)}`)])}`,
      `answer all of it, and nothing else: \`${command} ${flagsFor(asked).join(' ')}\`${HOW}`,
    );
  if (asked.some(({ isAnswered }) => !isAnswered)) throw ambiguousRename(database, asked, options);
}

/** What drizzle-kit asks about a schema, and what came of the answers. */
export function questionsOf(verdict: SchemaVerdict | null): Answered {
  return (verdict?.kind === 'stale' ? verdict.questions : undefined) ?? { asked: [], refused: [] };
}

const HOW = '; `--rename <old>=<new>` says that it was renamed, `--create <new>` that it is new';

/**
 * drizzle-kit would have to ask, and nobody is there.
 * @param asked none where it is not known what it asks
 */
export function ambiguousRename(
  database: string,
  asked: readonly Asked[],
  options: GenerateOptions,
  words = '',
): GuardError {
  const open = asked.filter(({ isAnswered }) => !isAnswered);
  const command = commandFor(database, options);
  const terminal = `run \`${command}\` in a terminal, where drizzle-kit asks`;
  return new GuardError(
    'ambiguous-rename',
    `drizzle-kit cannot tell whether something of ${database} was renamed or is new, and there is no terminal to ask in; nothing was generated${linesOf(open.map(wordsOf)) || words}`,
    open.length === 0
      ? terminal
      : `where it is so, run \`${command} ${flagsFor(asked).join(' ')}\`${HOW}; or ${terminal}`,
  );
}

/** The command that was typed, without answers. */
function commandFor(database: string, { name }: GenerateOptions): string {
  const named = name === undefined ? '' : ` --name ${shellWord(name)}`;
  return `drizzle-guard generate --database ${shellWord(database)}${named}`;
}

function linesOf(lines: readonly string[]): string {
  return lines.map((line) => `\n  ${line}`).join('');
}

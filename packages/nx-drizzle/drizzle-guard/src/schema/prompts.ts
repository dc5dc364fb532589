import type { Thing } from '../state/question';
import type { Given } from './ask-in-rounds';

/** A question as drizzle-kit 0.31 puts it on a terminal, and what is chosen there. */
export interface PromptAnswer {
  /** "Is title column in users table created or renamed from another column?" */
  question: string;
  /** "~ name › title", "+ title" */
  choice: string;
}

/** What the program that sits at the terminal is started with. */
export interface TerminalStart {
  /** drizzle-kit's command line, absolute. */
  bin: string;
  answers: PromptAnswer[];
}

/** What it prints, before the question, where it knows no answer. */
export const UNANSWERED = 'no answer is known to: ';

/** What is asked about in the table that it lies in: of policies in the words for columns, too. */
const IN_TABLE = 'column';

/** Known by their name alone. */
const NAMED = ['schema', 'role', 'policy'];

/** How drizzle-kit 0.31 asks (0.31.11, `Resolve…Select`), and which line of its list gives the answer. */
export function promptAnswer({ asked, from }: Given): PromptAnswer {
  const nameOf = nameIn(asked);
  const name = nameOf(asked);
  return {
    question:
      asked.table === null
        ? `Is ${name} ${asked.kind} created or renamed from another ${asked.kind}?`
        : `Is ${name} ${IN_TABLE} in ${asked.table} table created or renamed from another ${IN_TABLE}?`,
    choice: from ? `~ ${nameOf(from)} › ${name}` : `+ ${name}`,
  };
}

function nameIn({ table, kind }: Thing): (thing: Thing) => string {
  if (table !== null || NAMED.includes(kind)) return ({ name }) => name;
  return ({ schema, name }) => (schema === null || schema === 'public' ? name : `${schema}.${name}`);
}

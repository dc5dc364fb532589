import type { History } from '../history/history';
import type { Contexts } from './contexts';
import type { Draft, Severity } from './finding';

/** What a rule is about: the kinds of context that rules look at. */
export type About = keyof Contexts;

/** What others ask of a rule: `codesWith(trait)` gives the codes that have one. */
export type Trait =
  /** It is not known which migrations there are, or in which order: nothing may be applied or replayed. */
  | 'hides-sequence'
  /** drizzle-kit's generate writes the wrong statements, or nothing and exits 0. */
  | 'misleads-generate'
  /** Nobody can put the state of a folders history together. */
  | 'state-unknown'
  /** In a merge: the two sides have to be put in order, and not just one file mended. */
  | 'two-sides'
  /** About the chain of snapshots, or about one migration's place in the list. */
  | 'of-the-chain'
  /** The next snapshot has nothing, or two things, to continue. */
  | 'cuts-the-chain'
  /** What a generate that broke off leaves behind: the journal is written before the SQL. */
  | 'half-written'
  /** What was done to migrations that have landed. */
  | 'of-landed'
  /** Two branches of migrations, that are there or would come together in a merge with the base. */
  | 'fork'
  /** The answer depends on when it is asked. */
  | 'of-the-clock';

/** One rule and all that belongs to it. Pure: what it may look at is in the context. */
export interface Rule {
  /** The finding's code: the file's name, the anchor in the docs and the key to switch it off. */
  code: string;
  severity: Severity;
  /** What `drizzle-guard explain <code>` prints: what it means, what it does to people, and the way out. */
  explain: string;
  /** What it does to people, in a line of doctor's. */
  effect: string | ((draft: Draft, history: History) => string);
  traits?: readonly Trait[];
  /** What is wrong, by what is looked at. The runner adds the code, the severity in force and the database. */
  find: { readonly [A in About]?: (context: Contexts[A]) => Draft[] };
  /**
   * What people can do where nothing mends it, a line each; without it that is the finding's help.
   * @param flag what names the database on the command line, with a space before it; "" where there is none
   */
  wayOut?(draft: Draft, history: History, flag: string): string[];
}

/** Keeps a rule's code as a type of its own, so that the list of rules knows every code. */
export function defineRule<const C extends string, const F extends Rule['find']>(
  rule: Rule & { code: C; find: F },
): Rule & { code: C; find: F } {
  return rule;
}

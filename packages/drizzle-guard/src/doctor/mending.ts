import type { History, JournalHistory, Migration } from '../history/history';
import type { Json } from '../state/json';
import { shellWord } from '../text/shell-word';
import type { Newest, RepairPlan } from './repair';
import type { Texts } from './texts';

/** What is mended, and what it is mended with. */
export interface Mending<H extends History = JournalHistory> {
  history: H;
  texts: Texts;
  /** An id in the form of a UUID, the same for the same seed. */
  idOf: (seed: string) => string;
  /** Migrations whose state was worked out before and is not proved, and why. */
  refuted: ReadonlyMap<string, string>;
  newest: Newest | undefined;
  /** Whether only what is said of it is asked for: texts that follow from others are not worked out. */
  isSketch: boolean;
  plan: RepairPlan;
}

/** A migration and its snapshot. */
export interface Link {
  migration: Migration;
  file: string;
  /** As it is, and maybe shared with others; null where there is none and none could be worked out. */
  id: string | null;
  parent: string | null;
  /** As it is to be. */
  newId: string | null;
}

export async function stateIn(texts: Texts, file: string): Promise<Json> {
  return JSON.parse((await texts.read(file))!) as Json;
}

/** How a file that git may have is found there. */
export function fromGit(file: string): string {
  return `bring it back from git, if it was ever there: \`git log --all -m --diff-filter=D --oneline -- ${shellWord(file)}\` names the commit that deleted it`;
}

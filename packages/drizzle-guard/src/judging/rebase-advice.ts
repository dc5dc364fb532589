import { shellWord } from '../text/shell-word';
import { listOf } from '../text/words';
import type { Making } from './make-again';

/** Migrations that are moved behind others. */
export interface Moved {
  database: string;
  /** Whether that is a bare migrations folder. */
  isBare?: boolean | undefined;
  tags: readonly string[];
  /** Behind whose, as people say it. */
  behind: string;
  /** What names them on the command line, where git is in the middle of nothing. */
  onto?: string;
}

/** The one command that puts migrations in order, and stages them where git is in the middle of something. */
export function rebaseAdvice({
  database,
  isBare = false,
  tags,
  behind,
  onto,
}: Moved): Making & { paths: [] } {
  const what = `${isBare ? '--migrations' : '--database'} ${shellWord(database)}`;
  return {
    notes: [`moves ${listOf(tags)} behind the migrations of ${behind}, with every byte of SQL`],
    steps: [`drizzle-guard rebase ${what}${onto === undefined ? '' : ` --onto ${shellWord(onto)}`}`],
    isWhole: false,
    paths: [],
  };
}

import { offlineEnvironment } from '../process/variables';
import type { Tree } from '../sources/tree';
import type { Database } from '../workspace/discover';
import type { Keeping } from '../judging/judge-one';
import { listingOf } from './match-inputs';
import { findGood } from './still-good';
import { emptyStore, readHeads, readStore, writeHeads, writeStore } from './store';
import type { Verdict } from '../judging/structure';

/** Verdicts of earlier runs about one Tree, and where new ones go. */
export interface KeptVerdicts {
  keeping: Keeping;
  /** Null where none of those that are kept holds for the files as they are now. */
  find(database: Database): Verdict | null;
  /** Writes down what is new. */
  close(): void;
}

/**
 * @param gitDir where they are kept; without one nothing is
 * @param tree one that knows the ids of its files
 */
export async function openKeptVerdicts(gitDir: string | null, tree: Tree): Promise<KeptVerdicts> {
  const environment = offlineEnvironment(process.env);
  const keeping: Keeping = {
    store: gitDir === null ? emptyStore() : readStore(gitDir),
    heads: gitDir === null ? new Map() : readHeads(gitDir),
    environment,
  };
  const knownHeads = keeping.heads.size;
  const before = { ...keeping.store.verdicts };
  const listing = listingOf(await tree.list(''), tree.idOf);
  return {
    keeping,
    find: ({ name }) => findGood(keeping.store.verdicts[name], { listing, environment }),
    close() {
      if (gitDir === null) return;
      const isNew = Object.entries(keeping.store.verdicts).some(([name, kept]) => before[name] !== kept);
      if (isNew) writeStore(gitDir, keeping.store);
      if (keeping.heads.size > knownHeads) writeHeads(gitDir, keeping.heads);
    },
  };
}

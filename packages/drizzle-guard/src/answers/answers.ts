import type { HeadCache } from '../history/read-history';
import type { Judged } from '../results/judged';
import type { Proof } from '../results/proof';
import type { Ruling } from '../results/verdict';
import type { Inputs } from './inputs';
import { inputsMatch, type Listing } from './listing';
import {
  readHeads,
  readProofs,
  readStore,
  readRulings,
  withAnswer,
  writeHeads,
  writeProofs,
  writeStore,
  writeRulings,
  type Answer,
  type Discovery,
  type Store,
} from './store';
import { isUnchanged } from './surroundings';
import { readWatched, writeWatched } from './watched';

/** What an answer of an earlier run is held against. */
export interface Present {
  listing: Listing;
  /** What schemas may see. */
  environment: NodeJS.ProcessEnv;
}

/** The answers of earlier runs, and those of this one. */
export interface Answers {
  /** Null where none of those that are kept holds for the files as they are now. */
  discovery(present: Present): Discovery | null;
  addDiscovery(answer: Answer<Discovery>): void;
  /** The same for one database. */
  judged(database: string, present: Present): Judged | null;
  addJudged(database: string, answer: Answer<Judged>): void;
  /** Heads of snapshots that are known; what is added to them is kept too. */
  readonly heads: HeadCache;
  /** What is known of a migration beside its snapshots. @param key changes with all that it rests on */
  proof(key: string): Proof | undefined;
  addProof(key: string, proof: Proof): void;
  /** The same of two branches of migrations. */
  ruling(key: string): Ruling | undefined;
  addRuling(key: string, ruling: Ruling): void;
  /** All that the kept answers rest on. */
  inputs(): Inputs[];
  /** What schemas and configs read while they run: files from the root, folders with a slash at the end. */
  watched(): readonly string[];
  /** Notes more of it. */
  watch(paths: readonly string[]): void;
  /** Keeps what is new. */
  write(): void;
}

/**
 * Each file of the cache is read when it is first asked for.
 * @param gitDir where they are kept; without one nothing is
 */
export function openAnswers(gitDir: string | null): Answers {
  const nothing: Store = { discoveries: [], judged: {} };
  let read: Store | undefined;
  let heads: HeadCache | undefined;
  let knownHeads = 0;
  let isNew = false;
  let watched: string[] | undefined;
  let knownWatched = 0;
  const allWatched = () => {
    if (!watched) {
      watched = gitDir === null ? [] : readWatched(gitDir);
      knownWatched = watched.length;
    }
    return watched;
  };
  const proofs = keptMap(() => (gitDir === null ? new Map() : readProofs(gitDir)));
  const rulings = keptMap(() => (gitDir === null ? new Map() : readRulings(gitDir)));
  const store = () => (read ??= gitDir === null ? nothing : readStore(gitDir));
  return {
    discovery: (present) => stillGood(store().discoveries, present),
    addDiscovery(answer) {
      store().discoveries = withAnswer(store().discoveries, answer);
      isNew = true;
    },
    judged: (database, present) => stillGood(ofDatabase(store(), database), present),
    addJudged(database, answer) {
      store().judged[database] = withAnswer(ofDatabase(store(), database), answer);
      isNew = true;
    },
    get heads() {
      if (!heads) {
        heads = gitDir === null ? new Map() : readHeads(gitDir);
        knownHeads = heads.size;
      }
      return heads;
    },
    proof: (key) => proofs.get(key),
    addProof: (key, proof) => proofs.add(key, proof),
    ruling: (key) => rulings.get(key),
    addRuling: (key, ruling) => rulings.add(key, ruling),
    inputs: () =>
      [...store().discoveries, ...Object.values(store().judged).flat()].map((answer) => answer.inputs),
    watched: allWatched,
    watch(paths) {
      const known = allWatched();
      known.push(...paths.filter((one) => !known.includes(one)));
    },
    write() {
      if (gitDir === null) return;
      if (watched && watched.length > knownWatched) writeWatched(gitDir, watched);
      if (isNew) writeStore(gitDir, store());
      proofs.write((all) => writeProofs(gitDir, all));
      rulings.write((all) => writeRulings(gitDir, all));
      if (heads && heads.size > knownHeads) writeHeads(gitDir, heads);
    },
  };
}

function ofDatabase({ judged }: Store, database: string): Answer<Judged>[] {
  return Object.hasOwn(judged, database) ? judged[database]! : [];
}

/** The answer that still holds: everything it rests on is as it was. */
function stillGood<T>(answers: readonly Answer<T>[], { listing, environment }: Present): T | null {
  const good = answers.find((one) => inputsMatch(one.inputs, listing) && isUnchanged(one, environment));
  return good?.value ?? null;
}

/** What is read when it is first asked for, and written where something was added; the newest last. */
function keptMap<T>(read: () => Map<string, T>) {
  let known: Map<string, T> | undefined;
  let isNew = false;
  const all = () => (known ??= read());
  return {
    get: (key: string) => all().get(key),
    add(key: string, value: T) {
      all().delete(key);
      all().set(key, value);
      isNew = true;
    },
    write(keep: (all: Map<string, T>) => void) {
      if (isNew) keep(all());
    },
  };
}

import { openAnswers, type Answers, type Present } from '../answers/answers';
import { listingOf, pathspecsOf } from '../answers/listing';
import type { Discovery, Terms } from '../answers/store';
import type { Blobs } from '../git/blobs';
import { git } from '../git/git';
import type { History } from '../history/history';
import { environmentWithoutGit, offlineEnvironment, withheldNames } from '../process/variables';
import { parseLsFiles, writeIndexTree, type TreeEntries } from '../sources/git-tree';
import { openListings } from '../sources/listings';
import { keyOf, type State } from '../sources/state';
import type { Tree } from '../sources/tree';

/** Where files are looked at. Both absolute. */
export interface Place {
  root: string;
  gitDir: string;
}

/**
 * One run's view of a repository. Every Tree is listed once, every history read once, however many ask; what evaluates is
 * loaded when an answer is not known already. Nothing here knows what is judged.
 */
export interface Session {
  /** Absolute. */
  readonly root: string;
  /** What schemas may see. */
  readonly environment: NodeJS.ProcessEnv;
  /** What may speak to a database sees of it: all but git's variables. Read when it is first asked for. */
  readonly variables: NodeJS.ProcessEnv;
  /** Those of earlier runs, and where new ones go. */
  readonly answers: Answers;
  /** Whether git has called: then no other machine is spoken to. */
  readonly inHook: boolean;
  tree(at: State): Promise<Tree>;
  /** Paths of files that are not the same in two states, neither of them the work tree; both are listed whole for it. */
  changed(one: State, other: State): Promise<string[]>;
  /** What the answers of earlier runs about a state are held against. */
  present(at: State): Promise<Present>;
  /**
   * What is configured and accepted in a state.
   * @throws GuardError what `readConfiguration` and `readBaseline` throw
   */
  terms(at: State): Promise<Terms>;
  /**
   * The same, with the databases that there are.
   * @throws GuardError what `terms` and `discoverDatabases` throw
   */
  workspace(at: State): Promise<Discovery>;
  /** @param dir the migrations folder, from the root */
  history(at: State, dir: string): Promise<History>;
  /**
   * What is worked out of its states, once however many ask.
   * @param key tells what it is and all that it hangs on
   */
  once<T>(key: string, work: () => Promise<T>): Promise<T>;
  /** What reads files. */
  readonly reading: () => Promise<Reading>;
  /** Ends what was started, and keeps new answers where they are kept. */
  close(): void;
}

/** In place of the value of a variable that schemas do not see. */
const WITHHELD = 'withheld';

/** It is large, and mostly not needed in a hook: loaded there when it is. */
export type Reading = typeof import('./reading');

export interface SessionOptions {
  /** False for a command that writes nothing at all. */
  keeps?: boolean;
  /** Whether git has called. */
  inHook?: boolean;
  /** Given by those who always need it. */
  reading?: () => Promise<Reading>;
}

/**
 * @param root absolute
 * @param gitDir where answers are kept; null where none are asked for, and the files of the work tree need no ids
 */
export function openSession(
  root: string,
  gitDir: string | null,
  { keeps = true, inHook = false, reading: given }: SessionOptions = {},
): Session {
  const reading = given ?? (() => import('./reading'));
  // In a hook what is configured is mostly known, and a tenth of all that reads is enough.
  const historyReading = given ?? (() => import('../history/read-history'));
  let seen: NodeJS.ProcessEnv | undefined;
  const environment = () => (seen ??= offlineEnvironment(process.env));
  let own: NodeJS.ProcessEnv | undefined;
  // Whether something withheld is set decides about an answer; what its value is does not.
  const noticed = () => ({
    ...environment(),
    ...Object.fromEntries(withheldNames(process.env, environment()).map((name) => [name, WITHHELD])),
  });
  const answers = openAnswers(gitDir);
  // One for all who ask at once: each is a process, and only what is known here is ended.
  let blobs: Promise<Blobs> | undefined;
  const openedBlobs = () => (blobs ??= import('./git-reading').then(({ openBlobs }) => openBlobs(root)));
  const listings = openListings(root, openedBlobs);
  let isIndexListed = false;
  const entries = remembering((at: State): Promise<TreeEntries> => {
    if (at.kind === 'worktree') throw new Error('the work tree has no entries');
    if (at.kind === 'commit') return listings.entriesOf(at.commit);
    isIndexListed = true;
    return listings.entriesOf(writeIndexTree(root));
  });
  const tree = remembering(async (at: State) => {
    if (at.kind === 'worktree') {
      const { identifiedWorkTree, workTree } = await reading();
      return gitDir === null ? workTree(root) : identifiedWorkTree(root);
    }
    const { gitTree } = await import('./git-reading');
    const label = at.kind === 'index' ? 'the index' : at.label;
    return gitTree(root, label, await entries(at), await openedBlobs());
  });
  const present = remembering(async (at: State): Promise<Present> => {
    if (at.kind === 'worktree') {
      const { entries } = await tree(at);
      const { files, links } = await entries!.list('');
      return { listing: listingOf([...files, ...links].sort(), entries!.idOf), environment: noticed() };
    }
    const isLess = at.kind === 'index' && !isIndexListed;
    const ids = isLess ? indexIdsFor(root, answers) : (await entries(at)).ids;
    const listing = listingOf([...ids.keys()].sort(), (path) => ids.get(path) ?? null);
    return { listing, environment: noticed() };
  });
  // The configuration of a work tree is read sooner than its files are told apart.
  const known = remembering(async (at: State) =>
    at.kind === 'worktree' ? null : answers.discovery(await present(at)),
  );
  const terms = remembering(
    async (at: State): Promise<Terms> => (await known(at)) ?? (await reading()).readTerms(await tree(at)),
  );
  const workspace = remembering(async (at: State): Promise<Discovery> => {
    const found = await known(at);
    if (found) return found;
    const { answer, value } = await (await reading()).discover(await tree(at));
    if (at.kind !== 'worktree') answers.addDiscovery(answer);
    return value;
  });
  const histories = new Map<string, Promise<History>>();
  const worked = new Map<string, Promise<unknown>>();
  return {
    root,
    get environment() {
      return environment();
    },
    get variables() {
      return (own ??= environmentWithoutGit(process.env));
    },
    answers,
    inHook,
    tree,
    async changed(one, other) {
      const [ids, others] = (await Promise.all([entries(one), entries(other)])).map((each) => each.ids);
      return [...new Set([...ids!.keys(), ...others!.keys()])].filter(
        (at) => ids!.get(at) !== others!.get(at),
      );
    },
    present,
    terms,
    workspace,
    reading,
    history(at, dir) {
      const key = `${keyOf(at)}\n${dir}`;
      const read = async () => (await historyReading()).readHistory(await tree(at), dir, answers.heads);
      const history = histories.get(key) ?? read();
      histories.set(key, history);
      return history;
    },
    once<T>(key: string, work: () => Promise<T>) {
      const known = (worked.get(key) as Promise<T> | undefined) ?? work();
      worked.set(key, known);
      return known;
    },
    close() {
      // What could not be opened has failed where it was asked for.
      void blobs?.then(
        (opened) => opened.close(),
        () => undefined,
      );
      if (keeps) answers.write();
    },
  };
}

/** Of the index only what decides about the kept answers: git reads the same index, but less is handed over. */
function indexIdsFor(root: string, answers: Answers): TreeEntries['ids'] {
  const inputs = answers.inputs();
  if (inputs.length === 0) return new Map();
  const pathspecs = pathspecsOf(inputs) ?? [];
  return parseLsFiles(git(['ls-files', '--stage', '-z', '--', ...pathspecs], { cwd: root })).ids;
}

function remembering<T>(work: (at: State) => T): (at: State) => T {
  const known = new Map<string, T>();
  return (at) => {
    const key = keyOf(at);
    if (!known.has(key)) known.set(key, work(at));
    return known.get(key)!;
  };
}

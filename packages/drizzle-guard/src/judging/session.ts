import { openAnswers, type Answers, type Present } from '../answers/answers';
import { listingOf, pathspecsOf } from '../answers/listing';
import type { Discovery } from '../answers/store';
import type { Blobs } from '../git/blobs';
import { git } from '../git/git';
import type { History } from '../history/history';
import { offlineEnvironment } from '../process/variables';
import { parseLsFiles, readCommitEntries, readIndexEntries, type TreeEntries } from '../sources/git-tree';
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
  /** Those of earlier runs, and where new ones go. */
  readonly answers: Answers;
  tree(at: State): Promise<Tree>;
  /** What the answers of earlier runs about a state are held against. */
  present(at: State): Promise<Present>;
  /**
   * The configuration of a state, and its databases.
   * @throws GuardError what `readConfiguration`, `readBaseline` and `discoverDatabases` throw
   */
  workspace(at: State): Promise<Discovery>;
  /** @param dir the migrations folder, from the root */
  history(at: State, dir: string): Promise<History>;
  /** Ends what was started, and keeps new answers where they are kept. */
  close(): void;
}

/**
 * @param root absolute
 * @param gitDir where answers are kept; null where none are asked for, and the files of the work tree need no ids
 * @param keeps false for a command that writes nothing at all
 */
export function openSession(root: string, gitDir: string | null, keeps = true): Session {
  const environment = offlineEnvironment(process.env);
  const answers = openAnswers(gitDir);
  const entries = remembering((at: State): TreeEntries => {
    if (at.kind === 'worktree') throw new Error('the work tree has no entries');
    return at.kind === 'index' ? readIndexEntries(root) : readCommitEntries(root, at.commit);
  });
  let blobs: Blobs | undefined;
  const tree = remembering(async (at: State) => {
    const { gitTree, identifiedWorkTree, openBlobs, workTree } = await reading();
    if (at.kind === 'worktree') return gitDir === null ? workTree(root) : identifiedWorkTree(root);
    const label = at.kind === 'index' ? 'the index' : at.label;
    return gitTree(root, label, entries(at), (blobs ??= openBlobs(root)));
  });
  const present = remembering(async (at: State): Promise<Present> => {
    if (at.kind === 'worktree') {
      const { list, idOf } = await tree(at);
      return { listing: listingOf(await list(''), idOf), environment };
    }
    const found = at.kind === 'index' ? indexEntriesFor(root, answers) : entries(at);
    const listing = listingOf([...found.keys()].sort(), (path) => found.get(path) ?? null);
    return { listing, environment };
  });
  const workspace = remembering(async (at: State): Promise<Discovery> => {
    // The configuration of a work tree is read sooner than its files are told apart.
    const known = at.kind === 'worktree' ? null : answers.discovery(await present(at));
    if (known) return known;
    const { discover } = await reading();
    const { answer, value } = await discover(await tree(at));
    if (at.kind !== 'worktree') answers.addDiscovery(answer);
    return value;
  });
  const histories = new Map<string, Promise<History>>();
  return {
    root,
    environment,
    answers,
    tree,
    present,
    workspace,
    history(at, dir) {
      const key = `${keyOf(at)}\n${dir}`;
      const known = histories.get(key) ?? readAt(tree(at), dir, answers);
      histories.set(key, known);
      return known;
    },
    close() {
      blobs?.close();
      if (keeps) answers.write();
    },
  };
}

/** What reads files is large, and mostly not needed in a hook. */
const reading = () => import('./reading');

async function readAt(tree: Promise<Tree>, dir: string, answers: Answers): Promise<History> {
  return (await reading()).readHistory(await tree, dir, answers.heads);
}

/** Of the index only what decides about the kept answers: git reads the same index, but less is handed over. */
function indexEntriesFor(root: string, answers: Answers): TreeEntries {
  const inputs = answers.inputs();
  if (inputs.length === 0) return new Map();
  const pathspecs = pathspecsOf(inputs) ?? [];
  return parseLsFiles(git(['ls-files', '--stage', '-z', '--', ...pathspecs], { cwd: root }));
}

function remembering<T>(work: (at: State) => T): (at: State) => T {
  const known = new Map<string, T>();
  return (at) => {
    const key = keyOf(at);
    if (!known.has(key)) known.set(key, work(at));
    return known.get(key)!;
  };
}

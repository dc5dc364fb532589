import { openBlobs } from '../../git/blobs';
import { gitTree, readCommitEntries } from '../../sources/git-tree';
import type { Commit } from '../../sources/state';
import type { Tree } from '../../sources/tree';
import type { Held } from '../landing';
import type { Session } from '../session';

/** Migrations folders of many commits: of each nothing else is listed, since a repository may have a hundred thousand files. */
export interface NarrowTrees {
  held(commit: Commit): Promise<Held>;
  close(): void;
}

/**
 * @param dir the migrations folder, from the root
 * @param base read whole: where links lead to the folder, so is everything else
 */
export async function openNarrowTrees(session: Session, dir: string, base: Commit): Promise<NarrowTrees> {
  const blobs = openBlobs(session.root);
  const { readHistory } = await session.reading();
  const known = new Map<string, Promise<Held>>();
  const isAsListed =
    readCommitEntries(session.root, base.commit, dir).ids.size ===
    (await (await session.tree(base)).list(dir)).length;
  const treeOf = async (at: Commit): Promise<Tree> => {
    const entries = isAsListed ? readCommitEntries(session.root, at.commit, dir) : null;
    if (entries === null || entries.links.size > 0) return session.tree(at);
    return gitTree(session.root, at.label, entries, blobs);
  };
  const read = async (at: Commit): Promise<Held> => {
    const tree = await treeOf(at);
    return { tree, history: await readHistory(tree, dir, session.answers.heads) };
  };
  return {
    held(at) {
      const held = known.get(at.commit) ?? read(at);
      known.set(at.commit, held);
      return held;
    },
    close: () => blobs.close(),
  };
}

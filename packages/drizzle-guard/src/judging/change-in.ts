import { commitOf, findBase } from '../git/base';
import type { State } from '../sources/state';
import type { GoingOn } from './going-on';
import type { Change } from './news-of-change';

/**
 * What is about to be recorded: the conclusion of what git is in the middle of, or any other commit.
 * @param changed paths that it changes
 */
export function changeIn(
  root: string,
  going: GoingOn | null,
  state: State,
  changed: readonly string[],
): Change {
  if (going?.kind !== 'merge') {
    let head: string | null | undefined;
    return {
      ...{ state, changed },
      // Of most commits nobody asks. Nothing in an unborn repository.
      parents() {
        head ??= commitOf(root, 'HEAD');
        return head === null ? [] : [{ kind: 'commit', commit: head, label: 'HEAD' }];
      },
      againstBase: 'added',
      baseOf: (configured) => findBase(root, undefined, configured),
      forkBlocks: false,
    };
  }
  const { heads } = going;
  const [other] = heads.others;
  return {
    ...{ state, changed },
    parents: () => [heads.head, ...heads.others],
    againstBase: 'all',
    baseOf: (configured) =>
      findBase(root, undefined, configured) ??
      (other ? { name: other.label, commit: other.commit, assumed: true } : null),
    forkBlocks: false,
    sides: [{ ...heads.head, label: heads.name }, ...heads.others],
  };
}

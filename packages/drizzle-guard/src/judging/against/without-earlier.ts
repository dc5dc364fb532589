import type { Bench } from './bench';
import { identityOf, type ReadBranch } from './read-branches';

/**
 * The members of a merge group, each with what it brings itself: its branch holds those that stand before it in the queue,
 * too. One that needs an earlier one, so that it cannot be run without, is left as it is.
 */
export async function withoutEarlier(
  branches: readonly ReadBranch[],
  isMember: (branch: ReadBranch) => boolean,
  bench: Bench | { why: string },
): Promise<ReadBranch[]> {
  const identities = new Map(branches.map((branch) => [branch, new Set(branch.read.map(identityOf))]));
  const isWithin = (one: ReadBranch, other: ReadBranch) => {
    const [part, whole] = [identities.get(one)!, identities.get(other)!];
    return part.size < whole.size && [...part].every((identity) => whole.has(identity));
  };
  const result: ReadBranch[] = [];
  for (const branch of branches) {
    const earlier = isMember(branch) ? branches.filter((one) => isMember(one) && isWithin(one, branch)) : [];
    const known = new Set(earlier.flatMap((one) => [...identities.get(one)!]));
    const read = branch.read.filter((one) => !known.has(identityOf(one)));
    const own = { ...branch, read, migrations: read.map(({ migration }) => migration) };
    const stands = earlier.length > 0 && ('why' in bench || (await bench.alone(read)).kind === 'runs');
    result.push(stands ? own : branch);
  }
  return result;
}

import type { CarriedStep } from './carry-steps';
import type { Doubled } from './duplicates';
import type { Step } from './moving';

/** What both sides have done, and what stays all the same. */
export function notesOn(
  steps: readonly Step[],
  carried: readonly CarriedStep[],
  doubled: readonly Doubled[],
  isDropped: boolean,
): string[] {
  const known = new Set(doubled.map(({ tag }) => tag));
  return steps.flatMap(({ migration: { tag } }, at) => {
    if (known.has(tag)) {
      if (isDropped) return [];
      return [
        `theirs has statements of ${tag} too, and can be run before it: they stay; --drop-duplicates leaves them out`,
      ];
    }
    const { shared } = carried[at]!;
    return shared.length === 0
      ? []
      : [
          `the snapshots of theirs have what ${tag} does (${shared.join('; ')}), and their SQL does not: the SQL of ${tag} stays`,
        ];
  });
}

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
    const { shared, left } = carried[at]!;
    const notes: string[] = [];
    if (left.length > 0)
      notes.push(
        `the snapshot of ${tag} holds what only the SQL of theirs does (${left.join('; ')}): that is left as theirs has it`,
      );
    if (known.has(tag)) {
      if (!isDropped)
        notes.push(
          `theirs has statements of ${tag} too, and can be run before it: they stay; --drop-duplicates leaves them out`,
        );
    } else if (shared.length > 0)
      notes.push(
        `the snapshots of theirs have what ${tag} does (${shared.join('; ')}), and their SQL does not: the SQL of ${tag} stays`,
      );
    return notes;
  });
}

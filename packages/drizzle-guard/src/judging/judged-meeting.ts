import type { Verdict } from '../results/verdict';
import type { JudgedMeeting } from '../rules/contexts';
import type { Meeting } from './meetings';

/** What a verdict comes to, in its layout and in the order in which people have put the two. Pure. */
export function judgedOf(
  { pair, base, layout, goesFirst, refused: byKit }: Meeting,
  verdict: Exclude<Verdict, { kind: 'cannot tell' }>,
  notProved: string | null,
): JudgedMeeting[] {
  const sides = pair.map((side, at) => ({
    tags: side.map(({ migration }) => migration.tag),
    file: side.at(-1)!.migration.sqlFile,
    place: verdict.kind === 'conflict' ? verdict.does[at]! : null,
  })) as unknown as JudgedMeeting['sides'];
  const told = { sides, notProved, base };
  const kit: JudgedMeeting[] =
    byKit.length === 0
      ? []
      : [{ ...told, kind: 'refused', shown: byKit[0]!.sides.map(({ does }) => does), same: [], first: null }];
  if (verdict.kind === 'commute') return kit;
  // People have put them in the order that works.
  const isPut = layout === 'journal' && goesFirst !== null;
  if (verdict.kind === 'conflict') {
    const { shown, works } = verdict;
    const first = works[0] === works[1] ? null : works[0] ? 0 : 1;
    return isPut && works[goesFirst] ? [] : [{ ...told, kind: 'conflict', shown, same: [], first }];
  }
  const { same, refused } = verdict;
  const shown = refused === null ? [] : [refused];
  // Folders are merged as they are, and then both are run.
  if (layout === 'folders' && refused !== null)
    return [{ ...told, kind: 'conflict', shown: [`both do the same, and ${refused}`], same, first: null }];
  return [{ ...told, kind: 'convergent', shown, same, first: null }, ...kit];
}

/** A line that is only in the new text (`+`) or only in the old one (`-`). */
export interface ChangedLine {
  sign: '+' | '-';
  line: string;
}

/** The lines in which two texts differ, in order, without their line ends; by a longest common subsequence. */
export function changedLines(before: string, after: string): ChangedLine[] {
  const [old, young] = [before, after].map((text) =>
    text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/),
  );
  const from = commonStart(old!, young!);
  const until = commonStart(old!.slice(from).reverse(), young!.slice(from).reverse());
  return difference(old!.slice(from, old!.length - until), young!.slice(from, young!.length - until));
}

function commonStart(one: readonly string[], other: readonly string[]): number {
  const end = one.findIndex((line, position) => line !== other[position]);
  return end === -1 ? Math.min(one.length, other.length) : end;
}

function difference(old: readonly string[], young: readonly string[]): ChangedLine[] {
  const common = old.map(() => new Array<number>(young.length + 1).fill(0));
  common.push(new Array<number>(young.length + 1).fill(0));
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = young.length - 1; j >= 0; j--)
      common[i]![j] =
        old[i] === young[j] ? common[i + 1]![j + 1]! + 1 : Math.max(common[i + 1]![j]!, common[i]![j + 1]!);
  const changes: ChangedLine[] = [];
  for (let i = 0, j = 0; i < old.length || j < young.length;) {
    if (i < old.length && j < young.length && old[i] === young[j]) [i, j] = [i + 1, j + 1];
    else if (j === young.length || (i < old.length && common[i + 1]![j]! >= common[i]![j + 1]!))
      changes.push({ sign: '-', line: old[i++]! });
    else changes.push({ sign: '+', line: young[j++]! });
  }
  return changes;
}

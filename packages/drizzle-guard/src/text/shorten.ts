import { count } from './words';

const LONGEST_LINE = 500;
const MOST_LINES = 60;
const KEPT_LINES = { first: 40, last: 15 };

/**
 * A text as somebody can read it: what is left out of a long line or of many lines is said in its place.
 * @param longest how long a line may be; of a longer one four fifths of that are kept
 */
export function shortened(text: string, longest = LONGEST_LINE): string {
  const lines = text.split('\n');
  const left = lines.length - KEPT_LINES.first - KEPT_LINES.last;
  const kept =
    lines.length > MOST_LINES
      ? [
          ...lines.slice(0, KEPT_LINES.first),
          `… ${count(left, 'more line')} …`,
          ...lines.slice(-KEPT_LINES.last),
        ]
      : lines;
  return kept.map((line) => shortLine(line, longest)).join('\n');
}

/** SQL as it stands in the middle of a sentence. */
export function inOneLine(sql: string): string {
  return sql.trim().replaceAll(/\s+/g, ' ');
}

function shortLine(line: string, longest: number): string {
  if (line.length <= longest) return line;
  // Not between the two halves of one character.
  const kept = line.slice(0, (longest * 4) / 5).replace(/[\ud800-\udbff]$/, '');
  return `${kept}… ${count(line.length - kept.length, 'more character')}`;
}

/**
 * A text with lines added at its end, after an empty line, in the line ends that it has. Nothing that is there changes:
 * a last line without a line break has none afterwards either. An empty text begins with the empty line then, and so is
 * told, when the lines go again, from a file that was made for them.
 *
 * @param text null where there is no file
 */
export function appendBlock(text: string | null, lines: readonly string[]): string {
  if (text === null) return lines.map((line) => `${line}\n`).join('');
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const block = `${eol}${lines.join(eol)}`;
  return text.replace(/^\ufeff/, '') === '' || text.endsWith('\n')
    ? `${text}${block}${eol}`
    : `${text}${eol}${block}`;
}

/** Those of `lines` that a text does not have, whatever the white space in and around them. */
export function missingLines(text: string, lines: readonly string[]): string[] {
  const there = new Set(text.split('\n').map(squeeze));
  return lines.filter((line) => !there.has(squeeze(line)));
}

/**
 * A text in whose blocks each of these lines is another one; what stands elsewhere is somebody else's.
 * @param comment the first line of each block
 */
export function withReplaced(text: string, comment: string, replaced: ReadonlyMap<string, string>): string {
  let isOurs = false;
  return text
    .split(/(?<=\n)/)
    .map((line) => {
      const squeezed = squeeze(line);
      isOurs = squeezed === comment || (isOurs && !/^(?:#|$)/.test(squeezed));
      const now = isOurs ? replaced.get(squeezed) : undefined;
      return now === undefined ? line : line.replace(/^.*?(?=\r?\n?$)/, () => now);
    })
    .join('');
}

/** What is left of a text without the blocks that `appendBlock` made. */
export interface WithoutBlocks {
  /** null where a block was all that the file held, and it was made for that. */
  text: string | null;
  /** Lines that stand in a block and are not known as ours: they are left. */
  strange: string[];
}

/**
 * @param comment the first line of each block
 * @param isOurs whether a line below it, its white space squeezed, is one that was appended
 * @returns null where there is no such block
 */
export function withoutBlocks(
  text: string,
  comment: string,
  isOurs: (line: string) => boolean,
): WithoutBlocks | null {
  const lines = text.split(/(?<=\n)/);
  const strange: string[] = [];
  const starts = lines.flatMap((line, at) => (squeeze(line) === comment ? [at] : []));
  if (starts.length === 0) return null;
  for (const start of starts.toReversed()) {
    const after = lines.findIndex((line, at) => at > start && /^\s*(?:#|$)/.test(line));
    const end = after === -1 ? lines.length : after;
    const left = lines.slice(start + 1, end).filter((line) => !isOurs(squeeze(line)));
    strange.unshift(...left.map(squeeze));
    const isOpen = end === lines.length && left.length === 0 && !lines.at(-1)!.endsWith('\n');
    lines.splice(start, end - start, ...left);
    if (start === 0 && lines.length === 0) return { text: null, strange };
    // Of the empty line before a block only a byte order mark is not ours.
    if (start > 0 && isBlank(lines[start - 1]!)) cutBreak(lines, start - 1);
    if (isOpen && lines.length > 0) cutBreak(lines, lines.length - 1);
  }
  return { text: lines.join(''), strange };
}

function cutBreak(lines: string[], at: number): void {
  const line = lines[at]!.replace(/\r?\n$/, '');
  lines.splice(at, 1, ...(line === '' ? [] : [line]));
}

const isBlank = (line: string) => line.replace(/^\ufeff/, '').trim() === '';

const squeeze = (line: string) => line.trim().replaceAll(/\s+/g, ' ');

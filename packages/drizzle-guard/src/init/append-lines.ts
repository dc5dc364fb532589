/**
 * A text with lines added at its end, after an empty line, in the line ends that it has; "" gives the lines alone.
 * Nothing that is there changes, but for a missing last line break.
 */
export function appendBlock(text: string, lines: readonly string[]): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const block = lines.map((line) => `${line}${eol}`).join('');
  if (text === '' || text === '\ufeff') return text + block;
  return `${text}${text.endsWith('\n') ? '' : eol}${eol}${block}`;
}

/** Those of `lines` that a text does not have, whatever the white space in and around them. */
export function missingLines(text: string, lines: readonly string[]): string[] {
  const squeeze = (line: string) => line.trim().replaceAll(/\s+/g, ' ');
  const there = new Set(text.split('\n').map(squeeze));
  return lines.filter((line) => !there.has(squeeze(line)));
}

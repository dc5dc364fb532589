/**
 * A text for people without what a terminal would obey: names of files and migrations come from anywhere. Line breaks,
 * tabs and colours stay; other control characters are shown by their numbers.
 */
export function safeText(text: string): string {
  return text.replaceAll(
    /\u001b(?!\[\d+m)|[\u0000-\u0008\u000b-\u001a\u001c-\u001f\u007f-\u009f]/g,
    numbered,
  );
}

/** The same for the log of a GitHub workflow, which also obeys lines that begin with two colons. */
export function safeForWorkflow(text: string): string {
  return safeText(text).replaceAll(/^([^\S\n\r\u2028\u2029]*):(?=:)/gm, '$1\\u003a');
}

function numbered(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

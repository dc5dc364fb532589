/**
 * A text from anywhere (names of files, tags, words of drivers) without what a terminal would obey: line breaks and tabs
 * stay; other control characters, and those that turn the direction of what follows, are shown by their numbers.
 */
export function safeText(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll(OBEYED, numbered);
}

/** The same for everything in a value: what a renderer is given, so that colours are its own. */
export function safely<T>(value: T): T {
  return MAY_BE_OBEYED.test(JSON.stringify(value)) ? (mapTexts(value, safeText) as T) : value;
}

/** The last gate before a terminal: of what it would obey only our own colours pass. */
export function inked(text: string): string {
  return text.replaceAll(OBEYED_BUT_COLOURS, numbered);
}

/** The same for the log of a GitHub workflow, which also obeys lines that begin with two colons. */
export function inkedForWorkflow(text: string): string {
  return inked(text).replaceAll(/^([^\S\n\r\u2028\u2029]*):(?=:)/gm, '$1\\u003a');
}

/** C0 without tab and line feed, DEL, C1, and the bidirectional embeddings, overrides and isolates of Unicode. */
const OBEYED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Whether there may be one of them in a text of JSON, which writes some as `\\u001b` and `\\r`. */
const MAY_BE_OBEYED = new RegExp(`\\\\[ubfr]|${OBEYED.source}`);

/** Bold, dim, red, green, yellow and their ends: all that a Style has. */
const OBEYED_BUT_COLOURS = new RegExp(`(?!\\u001b\\[(?:1|2|22|31|32|33|39)m)${OBEYED.source}`, 'g');

function numbered(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function mapTexts(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map((one) => mapTexts(one, map));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [map(key), mapTexts(one, map)]));
}

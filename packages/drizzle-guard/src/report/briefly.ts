import { shortened } from '../text/shorten';

/** Where words stand in a result; everything else in it is data, and stays whole. */
const WORDS = new Set(['message', 'help', 'hint', 'details', 'notes']);

/** Help is our own words, and lists what there is to choose from. */
const LONGEST_HELP = 5000;

/** In JSON the shortest text that is shortened: sixty line breaks. Few results hold one, and fifty databases many texts. */
const LONG_TEXT = /"(?:[^"\\]|\\.){120}/;

/** A result whose words are short enough to be read: a driver repeats a statement of megabytes. */
export function briefly<T>(value: T): T {
  return LONG_TEXT.test(JSON.stringify(value)) ? (brief(value, '') as T) : value;
}

function brief(value: unknown, key: string): unknown {
  if (typeof value === 'string') {
    if (!WORDS.has(key)) return value;
    return key === 'help' ? shortened(value, LONGEST_HELP) : shortened(value);
  }
  if (Array.isArray(value)) return value.map((one) => brief(one, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, brief(one, name)]));
}

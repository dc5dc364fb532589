import type { ParseError } from 'jsonc-parser';

/** A place in a JSON text; lines count from 1. */
interface JsonProblem {
  message: string;
  line: number;
}

export type ParsedJson = { value: unknown } | { problem: JsonProblem };

/** Nearly every text is in order, and few are edited: mostly the parser that keeps places is not even read. */
// eslint-disable-next-line @typescript-eslint/no-require-imports
export const parser = () => require('jsonc-parser') as typeof import('jsonc-parser');

const TOO_DEEP: JsonProblem = { message: 'nests too deep to be read', line: 1 };

const STRICT = { disallowComments: true, allowTrailingComma: false };

/** Parses JSON; where that fails, says in words why and at which line. Conflict markers are named as such. */
export function parseJson(text: string): ParsedJson {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { problem: whyNotJson(text) };
  }
}

/** As the merge driver puts them into one file (see `MERGE_DRIVER_LINE`). */
export const BOTH_SIDES = 'holds both sides of a merge';

function whyNotJson(text: string): JsonProblem {
  if (text.startsWith('<<<<<<< ours\n')) return { message: BOTH_SIDES, line: 1 };
  const marker = /^(<{7}|={7}|>{7}|\|{7})(\s|$)/m.exec(text);
  if (marker) return { message: 'holds the conflict markers of a merge', line: lineAt(text, marker.index) };
  if (text.startsWith('\ufeff'))
    return { message: 'begins with a byte order mark, which drizzle-kit cannot read', line: 1 };
  if (text.trim() === '') return { message: 'is empty', line: 1 };
  return unlessTooDeep(() => syntaxProblem(text), TOO_DEEP);
}

function syntaxProblem(text: string): JsonProblem {
  const { parseTree, printParseErrorCode } = parser();
  const errors: ParseError[] = [];
  parseTree(text, errors, STRICT);
  const first = errors[0];
  if (!first) return { message: 'is not JSON', line: 1 };
  const words = printParseErrorCode(first.error).replace(/([a-z])([A-Z])/g, '$1 $2');
  return { message: `is not JSON: ${words.toLowerCase()}`, line: lineAt(text, first.offset) };
}

/** jsonc-parser and JSON.stringify call themselves for every bracket. What drizzle-kit writes nests less than ten deep. */
function unlessTooDeep<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof RangeError) return otherwise;
    throw thrown;
  }
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

export interface JsonInspection {
  /** The keys that stand twice in one object, or that this cannot be told. */
  duplicateKeys: JsonProblem[];
  /** The lines at which the objects in a top-level array property begin. */
  elementLines: number[];
}

/**
 * What `JSON.parse` does not say of a text that it accepts. It keeps the last of two equal keys: that is how an
 * "accept both" loses an entry.
 */
export function inspectJson(text: string, arrayProperty: string): JsonInspection {
  return unlessTooDeep(() => inspectAsWritten(text, arrayProperty) ?? inspectAnyJson(text, arrayProperty), {
    duplicateKeys: [TOO_DEEP],
    elementLines: [],
  });
}

/**
 * For a text as drizzle-kit writes it, byte for byte: no key stands twice in that, and its lines tell the rest. Null
 * for any other. The other way, a scanner has to be loaded and to run over a text that is nearly always in order.
 */
function inspectAsWritten(text: string, arrayProperty: string): JsonInspection | null {
  const value = JSON.parse(text) as unknown;
  if (JSON.stringify(value, null, 2) !== text.trimEnd()) return null;
  const begin = text.indexOf(`\n  ${JSON.stringify(arrayProperty)}: [\n`);
  if (begin === -1) return { duplicateKeys: [], elementLines: [] };
  const elementLines: number[] = [];
  let line = lineAt(text, begin + 1) + 1;
  for (const element of (value as Record<string, unknown[]>)[arrayProperty]!) {
    const isObject = typeof element === 'object' && element !== null && !Array.isArray(element);
    if (isObject) elementLines.push(line);
    line += JSON.stringify(element, null, 2).split('\n').length;
  }
  return { duplicateKeys: [], elementLines };
}

/** @returns the same for JSON written in any way */
export function inspectAnyJson(text: string, arrayProperty: string): JsonInspection {
  const duplicateKeys: JsonProblem[] = [];
  const elementLines: number[] = [];
  const open: Set<string>[] = [];
  parser().visit(text, {
    onObjectBegin: (_offset, _length, startLine, _column, pathOf) => {
      const path = pathOf();
      if (path.length === 2 && path[0] === arrayProperty) elementLines.push(startLine + 1);
      open.push(new Set());
    },
    onObjectEnd: () => void open.pop(),
    onObjectProperty: (property, _offset, _length, startLine) => {
      const keys = open.at(-1);
      if (keys?.has(property))
        duplicateKeys.push({ message: `has the key "${property}" twice in one object`, line: startLine + 1 });
      keys?.add(property);
    },
  });
  return { duplicateKeys, elementLines };
}

import { parseTree, visit, printParseErrorCode, type JSONVisitor, type ParseError } from 'jsonc-parser';

/** A place in a JSON text; lines count from 1. */
export interface JsonProblem {
  message: string;
  line: number;
}

export type ParsedJson = { value: unknown } | { problem: JsonProblem };

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

function whyNotJson(text: string): JsonProblem {
  const marker = /^(<{7}|={7}|>{7}|\|{7})(\s|$)/m.exec(text);
  if (marker) return { message: 'holds the conflict markers of a merge', line: lineAt(text, marker.index) };
  if (text.startsWith('\ufeff'))
    return { message: 'begins with a byte order mark, which drizzle-kit cannot read', line: 1 };
  if (text.trim() === '') return { message: 'is empty', line: 1 };
  const errors: ParseError[] = [];
  if (!isShallowEnough(() => parseTree(text, errors, STRICT))) return TOO_DEEP;
  const first = errors[0];
  if (!first) return { message: 'is not JSON', line: 1 };
  const words = printParseErrorCode(first.error).replace(/([a-z])([A-Z])/g, '$1 $2');
  return { message: `is not JSON: ${words.toLowerCase()}`, line: lineAt(text, first.offset) };
}

/** jsonc-parser calls itself for every bracket. What drizzle-kit writes nests less than ten deep. */
function isShallowEnough(parse: () => unknown): boolean {
  try {
    parse();
    return true;
  } catch (thrown) {
    if (thrown instanceof RangeError) return false;
    throw thrown;
  }
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

/**
 * The keys that stand twice in one object (or that this cannot be told), and the lines at which the elements of a top-level array property begin.
 * `JSON.parse` keeps the last of two equal keys and says nothing: that is how an "accept both" loses an entry.
 */
export function inspectJson(
  text: string,
  arrayProperty: string,
): { duplicateKeys: JsonProblem[]; elementLines: number[] } {
  const duplicateKeys: JsonProblem[] = [];
  const elementLines: number[] = [];
  const open: Set<string>[] = [];
  const visitor: JSONVisitor = {
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
  };
  if (!isShallowEnough(() => visit(text, visitor))) duplicateKeys.push(TOO_DEEP);
  return { duplicateKeys, elementLines };
}

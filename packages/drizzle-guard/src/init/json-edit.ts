import { applyEdits, modify, parseTree, type ModificationOptions } from 'jsonc-parser';

/** One value to set, by the path of its key. */
export interface JsonChange {
  path: string[];
  value: unknown;
  /** Put a new key where the alphabet has it, as package managers sort dependencies. */
  sorted?: boolean;
}

/** A JSON text with values set; comments, order, indentation and line ends of all the rest stay as they are. */
export function editJson(text: string, changes: readonly JsonChange[]): string {
  const mark = text.startsWith('\ufeff') ? '\ufeff' : '';
  const formattingOptions = { ...indentationOf(text), eol: text.includes('\r\n') ? '\r\n' : '\n' };
  return changes.reduce((current, { path, value, sorted = false }) => {
    const options: ModificationOptions = {
      formattingOptions,
      ...(sorted ? { getInsertionIndex: (keys) => placeOf(path.at(-1)!, keys) } : {}),
    };
    return (
      mark + applyEdits(current.slice(mark.length), modify(current.slice(mark.length), path, value, options))
    );
  }, text);
}

function placeOf(key: string, keys: readonly string[]): number {
  const place = keys.findIndex((other) => other > key);
  return place === -1 ? keys.length : place;
}

/** The indentation of the first property; two spaces where nothing is indented. */
function indentationOf(text: string): { insertSpaces: boolean; tabSize: number } {
  const first = parseTree(text.replace(/^\ufeff/, ''))?.children?.[0];
  const before = first ? text.replace(/^\ufeff/, '').slice(0, first.offset) : '';
  const indent = /\n([ \t]+)$/.exec(before)?.[1] ?? '  ';
  return indent.startsWith('\t')
    ? { insertSpaces: false, tabSize: 4 }
    : { insertSpaces: true, tabSize: indent.length };
}

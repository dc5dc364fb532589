import { applyEdits, findNodeAtLocation, modify, parseTree, type FormattingOptions } from 'jsonc-parser';

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
  const bare = text.slice(mark.length);
  const formatting: FormattingOptions = {
    ...indentationOf(bare),
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
  return mark + changes.reduce((current, change) => edit(current, change, formatting), bare);
}

function edit(
  text: string,
  { path, value, sorted = false }: JsonChange,
  formatting: FormattingOptions,
): string {
  const tree = parseTree(text);
  const holder = tree && findNodeAtLocation(tree, path.slice(0, -1));
  const edits = modify(text, path, value, {
    formattingOptions: formatting,
    // Where the object is new, the keys to choose a place among are those of the one around it.
    ...(sorted && holder ? { getInsertionIndex: (keys) => insertionIndex(path.at(-1)!, keys) } : {}),
  });
  return applyEdits(text, edits);
}

function insertionIndex(key: string, keys: readonly string[]): number {
  const place = keys.findIndex((other) => other > key);
  return place === -1 ? keys.length : place;
}

/** The indentation of the first property; two spaces where nothing is indented. */
function indentationOf(text: string): { insertSpaces: boolean; tabSize: number } {
  const first = parseTree(text)?.children?.[0];
  const indent = /\n([ \t]+)$/.exec(text.slice(0, first?.offset ?? 0))?.[1] ?? '  ';
  return indent.startsWith('\t')
    ? { insertSpaces: false, tabSize: 4 }
    : { insertSpaces: true, tabSize: indent.length };
}

import type { Node } from 'jsonc-parser';
import { parser } from './json';
import { indentUnit, innerIndent, isCompact, isOnLines, lastCommentEnd, endOf } from './json-form';

/** One value to set, by the path of its key. */
export interface JsonChange {
  path: string[];
  value: unknown;
  /** Put a new key where the alphabet has it, as package managers sort dependencies. */
  sorted?: boolean;
}

/**
 * A JSON text with values set. All the rest stays as it is, byte for byte: comments, order, indentation, line ends. What
 * is new takes the form of what is beside it, and `withoutKey` and `withoutItem` find the text before it again.
 *
 * jsonc-parser's own `modify` formats every line that it touches.
 */
export function editJson(text: string, changes: readonly JsonChange[]): string {
  return keepingMark(text, (bare) => changes.reduce(setKey, bare));
}

/** The same text without a key, and without the objects that held nothing else and were made for it. */
export function withoutKey(text: string, path: readonly string[]): string {
  return keepingMark(text, (bare) => {
    const key = nodeAt(bare, path)?.parent;
    return key ? without(bare, key) : bare;
  });
}

/** A JSON text with a value at the end of an array, which is made where there is none. */
export function withItem(text: string, path: string[], value: unknown): string {
  return keepingMark(text, (bare) => {
    const holder = nodeAt(bare, path);
    if (holder?.type !== 'array') return setKey(bare, { path, value: [value] });
    return insert(bare, holder, holder.children!.length, (form) => rendered(value, form));
  });
}

/** The same text without an item of an array, and without the array where that was made for it. */
export function withoutItem(text: string, path: readonly string[], position: number): string {
  return keepingMark(text, (bare) => {
    const item = nodeAt(bare, path)?.children?.[position];
    return item ? without(bare, item) : bare;
  });
}

function keepingMark(text: string, edit: (bare: string) => string): string {
  return text.startsWith('\ufeff') ? `\ufeff${edit(text.slice(1))}` : edit(text);
}

function nodeAt(text: string, path: readonly string[]): Node | undefined {
  const { findNodeAtLocation, parseTree } = parser();
  const tree = parseTree(text);
  return tree && (path.length === 0 ? tree : findNodeAtLocation(tree, [...path]));
}

function setKey(text: string, { path, value, sorted = false }: JsonChange): string {
  const there = nodeAt(text, path);
  if (there) {
    const form = {
      unit: indentUnit(text),
      indent: innerIndent(text, there.parent!.parent!),
      eol: eolOf(text),
    };
    const inline = !isOnLines(text, there.parent!.parent!);
    return splice(text, there.offset, endOf(there), rendered(value, inline ? null : form));
  }
  const depth = path.findLastIndex((_, length) => nodeAt(text, path.slice(0, length))?.type === 'object');
  const holder = nodeAt(text, path.slice(0, depth));
  if (!holder) return text;
  const nested = path.slice(depth + 1).reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
  const names = holder.children!.map((property) => property.children![0]!.value as string);
  const before = sorted && depth === path.length - 1 ? names.findIndex((name) => name > path[depth]!) : -1;
  return insert(text, holder, before === -1 ? names.length : before, (form) => {
    const colon = form === null && isCompact(text, holder) ? ':' : ': ';
    return `${JSON.stringify(path[depth])}${colon}${rendered(nested, form)}`;
  });
}

/** How something is written that stands on lines of its own; null where it stands in a line with others. */
type Form = { unit: string; indent: string; eol: string } | null;

function rendered(value: unknown, form: Form): string {
  if (form === null || Array.isArray(value)) return JSON.stringify(value);
  return JSON.stringify(value, null, form.unit).replaceAll('\n', `${form.eol}${form.indent}`);
}

/**
 * An object or array with one more child. One that was empty keeps its line, with a space inside each bracket: so it is
 * told, when the child goes again, from one that was made for it.
 */
function insert(text: string, holder: Node, at: number, render: (form: Form) => string): string {
  const children = holder.children!;
  const eol = eolOf(text);
  const indent = innerIndent(text, holder);
  const form = { unit: indentUnit(text), indent, eol };
  const [close, first] = [endOf(holder) - 1, children[0]];
  if (!first) {
    const inside = text.slice(holder.offset + 1, close);
    const isRoot = holder.parent === undefined;
    if (inside.trim() === '' && !isRoot) return splice(text, holder.offset + 1, close, ` ${render(null)} `);
    const outer = indent.slice(form.unit.length);
    const end = holder.offset + 1 + inside.trimEnd().length;
    return splice(text, end, close, `${eol}${indent}${render(form)}${eol}${outer}`);
  }
  const onLines = isOnLines(text, holder);
  const separator = onLines ? `${eol}${indent}` : isCompact(text, holder) ? '' : ' ';
  const child = render(onLines ? form : null);
  if (at === 0) return splice(text, first.offset, first.offset, `${child},${separator}`);
  const previous = endOf(children[at - 1]!);
  // A comment at the end of the last line is about that line.
  const comment =
    at === children.length && onLines
      ? /^[ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/)/.exec(text.slice(previous))
      : null;
  const place = previous + (comment?.[0].length ?? 0);
  return `${text.slice(0, previous)},${text.slice(previous, place)}${separator}${child}${text.slice(place)}`;
}

function without(text: string, child: Node): string {
  const holder = child.parent!;
  const position = holder.children!.indexOf(child);
  const [previous, next] = [holder.children![position - 1], holder.children![position + 1]];
  if (previous) {
    const gap = text.slice(endOf(previous), child.offset);
    const kept = lastCommentEnd(gap);
    const comments = gap.slice(0, kept).replace(',', '');
    return splice(text, endOf(previous), endOf(child), comments);
  }
  if (next) return splice(text, child.offset, next.offset, '');
  const [open, close] = [holder.offset + 1, endOf(holder) - 1];
  const kept = lastCommentEnd(text.slice(open, child.offset));
  if (kept > 0) return splice(text, open + kept, endOf(child), '');
  const wasEmpty = text[open] === ' ' && !isOnLines(text, holder);
  const property = holder.parent;
  if (wasEmpty || property?.type !== 'property') return splice(text, open, close, '');
  return without(text, property);
}

function splice(text: string, from: number, until: number, piece: string): string {
  return text.slice(0, from) + piece + text.slice(until);
}

function eolOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

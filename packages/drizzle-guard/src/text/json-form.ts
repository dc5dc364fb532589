import type { Node } from 'jsonc-parser';
import { parser } from './json';

export const endOf = (node: Node): number => node.offset + node.length;

/** Whether the first child of an object or array stands on a line of its own. */
export function isOnLines(text: string, holder: Node): boolean {
  const first = holder.children?.[0];
  return first !== undefined && text.slice(holder.offset, first.offset).includes('\n');
}

/** Whether what stands in one line stands there without spaces. */
export function isCompact(text: string, holder: Node): boolean {
  const [first, second] = holder.children ?? [];
  if (first && second) return !/\s/.test(text.slice(endOf(first), second.offset));
  return first?.type === 'property' && text[first.colonOffset! + 1] !== ' ';
}

/** The indentation of what stands in an object or array on lines of its own. */
export function innerIndent(text: string, holder: Node): string {
  const first = holder.children?.[0];
  if (first && isOnLines(text, holder)) return /[ \t]*$/.exec(text.slice(0, first.offset))![0];
  const line = text.slice(text.lastIndexOf('\n', holder.offset) + 1);
  return /^[ \t]*/.exec(line)![0] + indentUnit(text);
}

/** The indentation of the first property; two spaces where nothing is indented. */
export function indentUnit(text: string): string {
  const first = parser().parseTree(text)?.children?.[0];
  return /\n([ \t]+)$/.exec(text.slice(0, first?.offset ?? 0))?.[1] ?? '  ';
}

/** Where the last comment of a piece of JSON without values ends; 0 without one. */
export function lastCommentEnd(piece: string): number {
  const last = [...piece.matchAll(/\/\/[^\r\n]*|\/\*[^]*?\*\//g)].at(-1);
  return last ? last.index + last[0].length : 0;
}

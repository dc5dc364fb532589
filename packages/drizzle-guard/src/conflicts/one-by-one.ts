import type { ReadMigration } from '../replay/replay-history';
import { commandTextsOf } from '../sql/pieces';
import { normalised, tokensOf } from '../sql/tokens';
import type { Pair } from './pair';

/**
 * The same migrations with each command as a statement of its own, so that one of several in a text can be named, or left
 * out. What holds commands of its own (a trigger, a function) stays whole.
 */
export function oneByOne(pair: Pair): Pair {
  return [pair[0].map(apart), pair[1].map(apart)];
}

function apart(read: ReadMigration): ReadMigration {
  return {
    ...read,
    statements: read.statements.flatMap((statement) => {
      const { sql, line } = statement;
      if (tokensOf(sql).some((token) => HOLDS.has(token))) return [statement];
      const texts = commandTextsOf(sql);
      if (texts.length < 2) return [statement];
      let from = 0;
      const first = firstLine(sql);
      return texts.map((text) => {
        const at = sql.indexOf(text, from);
        from = at + text.length;
        const before = linesIn(sql.slice(0, at)) + firstLine(text);
        return { sql: text, line: line + before - first, meaning: normalised(text) };
      });
    }),
  };
}

const HOLDS = new Set(['begin', 'trigger', 'function', 'procedure', 'do', 'rule']);

/** How many lines stand before what is said. */
function firstLine(sql: string): number {
  return linesIn(/^(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/.exec(sql)![0]);
}

function linesIn(text: string): number {
  return text.split('\n').length - 1;
}

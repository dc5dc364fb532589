import type { Layout } from '../history/history';
import { appendBlock, missingLines, withReplaced } from './append-lines';
import type { InitDatabase, InitFiles, InitStep } from './facts';
import { undoBlocks, type UndoStep } from './undo-step';
import { attributePattern } from './path-patterns';

const FILE = '.gitattributes';

const COMMENT =
  '# A migration is known by the hash of its bytes; generated JSON is never merged line by line (drizzle-guard).';

/**
 * Line ends that do not depend on the machine, and no half-merged JSON: `-merge` leaves a file whole and marks it as
 * conflicting, where git would otherwise join two journals into one that parses and has lost an entry. Where the hooks
 * settle a merge, git leaves it to them.
 *
 * @param huskyFolder where husky's files lie; null without husky
 * @param isSettled whether the hooks settle merges
 */
export function planAttributes(
  files: InitFiles,
  databases: readonly InitDatabase[],
  huskyFolder: string | null,
  isSettled = false,
): InitStep {
  const advice: string[] = [];
  const replaced = new Map<string, string>();
  const wanted = databases.flatMap(({ out, layout, carriageReturns }) => {
    if (out === null) return [];
    const json = jsonLine(out, layout, isSettled);
    replaced.set(jsonLine(out, layout, !isSettled), json);
    if (carriageReturns === null) return [`${attributePattern(out, '/**/*.sql')} text eol=lf`, json];
    advice.push(
      `${carriageReturns} is committed with Windows line ends, and so is known by the hash of these. The line \`${attributePattern(out, '/**/*.sql')} text eol=lf\` was left out of ${FILE}: it would change those bytes`,
    );
    return [json];
  });
  if (huskyFolder !== null) wanted.push(huskyLine(huskyFolder));

  const before = files.read(FILE);
  const there = before === null ? null : withReplaced(before, COMMENT, replaced);
  const missing = missingLines(there ?? '', wanted);
  if (missing.length === 0 && there === before) return { edits: [], advice };
  const after = missing.length === 0 ? there! : appendBlock(there, [COMMENT, ...missing]);
  const why = `migrations keep their bytes on every machine, and journals are ${isSettled ? 'merged by the hooks' : 'never half merged'}`;
  return { edits: [{ file: FILE, before, after, why }], advice };
}

/** Also the lines of databases that are not here any more: nobody else's look like them. */
export function undoAttributes(files: InitFiles, huskyFolder: string): UndoStep {
  const isOurs = (line: string) =>
    line === huskyLine(huskyFolder) ||
    /\/\*\*\/\*\.sql"? text eol=lf$|\/(?:meta\/\*|\*\/snapshot)\.json"? text eol=lf (?:-merge|merge=drizzle-guard)$/.test(
      line,
    );
  return undoBlocks(files, FILE, COMMENT, isOurs);
}

/** Whether init was run for other databases, and not yet for the one whose migrations lie in `out`. */
export function lacksAttributes(attributes: string, out: string, layout: Layout): boolean {
  const either = [jsonLine(out, layout, false), jsonLine(out, layout, true)];
  return attributes.includes(COMMENT) && missingLines(attributes, either).length === either.length;
}

function huskyLine(folder: string): string {
  return `${attributePattern(folder, '/*')} text eol=lf`;
}

/** A snapshot in a folder of its own is never in conflict with another one. */
function jsonLine(out: string, layout: Layout, isSettled: boolean): string {
  if (layout === 'folders') return `${attributePattern(out, '/*/snapshot.json')} text eol=lf -merge`;
  return `${attributePattern(out, '/meta/*.json')} text eol=lf ${isSettled ? 'merge=drizzle-guard' : '-merge'}`;
}

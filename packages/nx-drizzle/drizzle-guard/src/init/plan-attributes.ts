import type { Layout } from '../history/history';
import { appendBlock, missingLines } from './append-lines';
import type { InitDatabase, InitFiles, InitStep } from './facts';
import { undoBlocks, type UndoStep } from './undo-step';
import { attributePattern } from './path-patterns';

const FILE = '.gitattributes';

const COMMENT =
  '# A migration is known by the hash of its bytes; generated JSON is never merged line by line (drizzle-guard).';

/**
 * Line ends that do not depend on the machine, and no half-merged JSON: `-merge` leaves a file whole and marks it as
 * conflicting, where git would otherwise join two journals into one that parses and has lost an entry.
 *
 * @param huskyFolder where husky's files lie; null without husky
 */
export function planAttributes(
  files: InitFiles,
  databases: readonly InitDatabase[],
  huskyFolder: string | null,
): InitStep {
  const advice: string[] = [];
  const wanted = databases.flatMap(({ out, layout, carriageReturns }) => {
    if (out === null) return [];
    const json = jsonLine(out, layout);
    if (carriageReturns === null) return [`${attributePattern(out, '/**/*.sql')} text eol=lf`, json];
    advice.push(
      `${carriageReturns} is committed with Windows line ends, and so is known by the hash of these. The line \`${attributePattern(out, '/**/*.sql')} text eol=lf\` was left out of ${FILE}: it would change those bytes`,
    );
    return [json];
  });
  if (huskyFolder !== null) wanted.push(huskyLine(huskyFolder));

  const before = files.read(FILE);
  const missing = missingLines(before ?? '', wanted);
  if (missing.length === 0) return { edits: [], advice };
  const after = appendBlock(before, [COMMENT, ...missing]);
  const why = 'migrations keep their bytes on every machine, and journals are never half merged';
  return { edits: [{ file: FILE, before, after, why }], advice };
}

/** Also the lines of databases that are not here any more: nobody else's look like them. */
export function undoAttributes(files: InitFiles, huskyFolder: string): UndoStep {
  const isOurs = (line: string) =>
    line === huskyLine(huskyFolder) ||
    /\/\*\*\/\*\.sql"? text eol=lf$|\/(?:meta\/\*|\*\/snapshot)\.json"? text eol=lf -merge$/.test(line);
  return undoBlocks(files, FILE, COMMENT, isOurs);
}

/** Whether init was run for other databases, and not yet for the one whose migrations lie in `out`. */
export function lacksAttributes(attributes: string, out: string, layout: Layout): boolean {
  return attributes.includes(COMMENT) && missingLines(attributes, [jsonLine(out, layout)]).length > 0;
}

function huskyLine(folder: string): string {
  return `${attributePattern(folder, '/*')} text eol=lf`;
}

function jsonLine(out: string, layout: Layout): string {
  return `${attributePattern(out, layout === 'folders' ? '/*/snapshot.json' : '/meta/*.json')} text eol=lf -merge`;
}

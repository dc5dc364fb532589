import { withoutBlocks } from './append-lines';
import type { InitFiles, UndoEdit } from './facts';

/** What one step of taking init out wants, and what it leaves to the user. */
export interface UndoStep {
  edits: UndoEdit[];
  advice: string[];
}

/**
 * A file without the blocks of lines that begin with a comment of init's.
 * @param isOurs whether a line below the comment is one that init writes
 */
export function undoBlocks(
  files: InitFiles,
  file: string,
  comment: string,
  isOurs: (line: string) => boolean,
): UndoStep {
  const before = files.read(file);
  const left = before === null ? null : withoutBlocks(before, comment, isOurs);
  if (left === null) return { edits: [], advice: [] };
  const why = left.text === null ? 'it held nothing but the lines of init' : 'the lines of init';
  return {
    edits: [{ file, before: before!, after: left.text, why }],
    advice:
      left.strange.length === 0
        ? []
        : [
            [
              `${file} keeps what stood with the lines of init and is not known as one of them:`,
              ...left.strange.map((line) => `  ${line}`),
            ].join('\n'),
          ],
  };
}

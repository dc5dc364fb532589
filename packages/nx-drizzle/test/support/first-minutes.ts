import { readFileSync } from 'node:fs';
import path from 'node:path';
import { REPOSITORY } from './built-plugin';

/** What the README asks a newcomer to do, one after another. */
export type Step =
  | { readonly kind: 'write'; readonly file: string; readonly content: string }
  /** A line of a file that is written already, to be put at the end of its table. */
  | { readonly kind: 'add column'; readonly line: string }
  | { readonly kind: 'type'; readonly command: string }
  /** What the command before it says, which does not succeed. */
  | { readonly kind: 'read'; readonly output: string };

/** The steps of "The first five minutes", with those of an Nx workspace apart. */
export function readFirstMinutes(): { plain: Step[]; nx: Step[] } {
  const readme = readFileSync(path.join(REPOSITORY, 'README.md'), 'utf8');
  const section = /^## The first five minutes\n([\s\S]*?)^## /m.exec(readme)?.[1] ?? '';
  const [plain = '', nx = ''] = section.split('**In an Nx workspace**');
  return { plain: stepsOf(plain), nx: stepsOf(nx) };
}

const STEP =
  /one more column, `(?<line>[^`]+)`|(?:^`(?<file>[^`\n]+)`:\n\n)?^```(?<kind>\w*)\n(?<body>[\s\S]*?)^```$/gm;

function stepsOf(text: string): Step[] {
  return [...text.matchAll(STEP)].flatMap(({ groups }): Step[] => {
    const { line, file, kind, body = '' } = groups!;
    if (line !== undefined) return [{ kind: 'add column', line }];
    if (file !== undefined) return [{ kind: 'write', file, content: body }];
    if (kind === '') return [{ kind: 'read', output: body }];
    return body
      .trimEnd()
      .split('\n')
      .map((command) => ({ kind: 'type', command }));
  });
}

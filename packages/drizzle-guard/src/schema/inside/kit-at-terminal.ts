// Runs drizzle-kit 0.31 as if somebody sat at a terminal and chose these answers: it takes them in no other way. What it
// writes is what it writes then. Its questions are read off the screen, and the keys are pressed that a person would press.
import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { UNANSWERED, type TerminalStart } from '../prompts';

const [node, , start, ...args] = process.argv as [string, string, string, ...string[]];
const { bin, answers } = JSON.parse(start) as TerminalStart;

const QUESTION = /Is [^]*? created or renamed from another [^]*?\?\n/;
const left = [...answers];
const keyboard = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => keyboard });
Object.defineProperty(process, 'stdin', { value: keyboard });
// A pipe in truth, to the process that started this one.
const { stdout: screen } = process;
Object.assign(screen, { isTTY: true, columns: 1000 });

let isAnswering = false;
const write = screen.write.bind(screen) as (...values: unknown[]) => boolean;
screen.write = (chunk: unknown, ...rest: unknown[]) => {
  const shown = stripVTControlCharacters(String(chunk));
  const [question] = QUESTION.exec(shown) ?? [];
  // The list is drawn again for each key.
  if (question === undefined || isAnswering) return write(chunk, ...rest);
  isAnswering = true;
  const lines = shown.slice(shown.indexOf(question) + question.length).split('\n');
  setImmediate(() => press(question.trim(), lines));
  return write(`${question}\n`);
};

function press(question: string, lines: readonly string[]): void {
  const at = lineOf(question, lines);
  if (at === -1) {
    write(`${UNANSWERED}${question}\n`);
    process.exit(1);
  }
  for (let key = 0; key < at; key++) keyboard.emit('keypress', undefined, { name: 'down' });
  isAnswering = false;
  keyboard.emit('keypress', undefined, { name: 'return' });
}

/** The line to choose; the one that is there where nothing is left that it could have been. */
function lineOf(question: string, lines: readonly string[]): number {
  const known = left.find((answer) => answer.question === question);
  if (!known) return lines.length === 1 ? 0 : -1;
  left.splice(left.indexOf(known), 1);
  const [, noun = ''] = / another (.*)\?$/.exec(question) ?? [];
  return lines.findIndex((line) => {
    const shown = line.replace(/^❯? +/, '');
    if (!shown.startsWith(known.choice)) return false;
    return (
      shown
        .slice(known.choice.length)
        .trim()
        .replace(/^(?:create|rename) /, '') === noun
    );
  });
}

process.argv = [node, bin, ...args];
// eslint-disable-next-line @typescript-eslint/no-require-imports -- the file is known when this runs
require(bin);

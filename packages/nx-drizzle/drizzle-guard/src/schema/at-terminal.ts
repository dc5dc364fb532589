// drizzle-kit 0.31 takes answers from a terminal only: its questions are read off the screen, and the keys are pressed that
// a person would press.
import { PassThrough, Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import type { PromptAnswer } from './prompts';

/** Somebody who sits at a terminal and chooses these answers. */
export interface Person {
  /** What is to be its stdin. */
  keyboard: PassThrough;
  /** Reads what is shown. @returns a question that is answered then, in place of the list that is drawn for it */
  read(chunk: unknown): string | null;
}

const QUESTION = /Is [^]*? created or renamed from another [^]*?\?\n/;

/** @param onUnknown told of a question to which none of them is the answer */
export function personAt(answers: readonly PromptAnswer[], onUnknown: (question: string) => void): Person {
  const left = [...answers];
  const keyboard: PassThrough = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: () => keyboard,
  });
  let isAnswering = false;

  function press(question: string, lines: readonly string[]): void {
    const at = lineOf(question, lines);
    if (at === -1) return onUnknown(question);
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

  return {
    keyboard,
    read(chunk) {
      const shown = stripVTControlCharacters(String(chunk));
      const [question] = QUESTION.exec(shown) ?? [];
      // The list is drawn again for each key.
      if (question === undefined || isAnswering) return null;
      isAnswering = true;
      const lines = shown.slice(shown.indexOf(question) + question.length).split('\n');
      setImmediate(() => press(question.trim(), lines));
      return question;
    },
  };
}

/**
 * Does something in this process as if somebody sat at its terminal.
 * @throws Error for a question to which there is no answer
 */
export async function atTerminal<T>(answers: readonly PromptAnswer[], work: () => Promise<T>): Promise<T> {
  const real = (['stdin', 'stdout'] as const).map(
    (name) => [name, Object.getOwnPropertyDescriptor(process, name)!] as const,
  );
  try {
    return await new Promise<T>((resolve, reject) => {
      const { keyboard, read } = personAt(answers, (question) =>
        reject(new Error(`drizzle-kit asks what is not known: ${question}`)),
      );
      const screen = new Writable({
        decodeStrings: false,
        write(chunk: unknown, _encoding, done) {
          read(chunk);
          done();
        },
      });
      Object.assign(screen, { isTTY: true, columns: 1000 });
      Object.defineProperty(process, 'stdin', { configurable: true, value: keyboard });
      Object.defineProperty(process, 'stdout', { configurable: true, value: screen });
      work().then(resolve, reject);
    });
  } finally {
    for (const [name, descriptor] of real) Object.defineProperty(process, name, descriptor);
  }
}

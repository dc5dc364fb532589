// Runs drizzle-kit 0.31 as if somebody sat at a terminal and chose these answers: it takes them in no other way. What it
// writes is what it writes then.
import { personAt } from '../at-terminal';
import { UNANSWERED, type TerminalStart } from '../prompts';

const [node, , start, ...args] = process.argv as [string, string, string, ...string[]];
const { bin, answers } = JSON.parse(start) as TerminalStart;

// A pipe in truth, to the process that started this one.
const { stdout: screen } = process;
const write = screen.write.bind(screen) as (...values: unknown[]) => boolean;
const { keyboard, read } = personAt(answers, (question) => {
  write(`${UNANSWERED}${question}\n`);
  process.exit(1);
});
Object.defineProperty(process, 'stdin', { value: keyboard });
Object.assign(screen, { isTTY: true, columns: 1000 });
screen.write = (chunk: unknown, ...rest: unknown[]) => {
  const question = read(chunk);
  return question === null ? write(chunk, ...rest) : write(`${question}\n`);
};

process.argv = [node, bin, ...args];
// eslint-disable-next-line @typescript-eslint/no-require-imports -- the file is known when this runs
require(bin);

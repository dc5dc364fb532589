import { spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { withoutPasswords, wordsOf } from '../errors/words-of';
import { shortened } from '../text/shorten';

export interface ProgramOptions {
  /** All that it sees of the environment. */
  env: NodeJS.ProcessEnv;
  cwd?: string;
  /** In milliseconds; what takes longer is ended. */
  timeout: number;
  /** What it reads. */
  input?: AsyncIterable<Uint8Array | string>;
  /** What takes what it prints; by default it is given back. */
  output?: Writable;
  /** Whether more is written to `output` when the program has ended. */
  keepsOpen?: boolean;
  onStart?: ((pid: number) => void) | undefined;
}

/** A program that could not be started, that ended with another code than 0, or that took too long. */
export class ProgramFailure extends Error {
  /** As Node calls why it could not be started: ENOENT. */
  readonly code: string;
  /** How it ended: "it ended with 1". */
  readonly how: string;
  /** The end of what it printed, on both streams as it came. */
  readonly printed: string;
  constructor(words: string, { code = '', how = words, printed = '' } = {}) {
    super(words);
    this.name = 'ProgramFailure';
    this.code = code;
    this.how = how;
    this.printed = printed;
  }
}

/**
 * Runs a program without a shell, to its end.
 * @returns what it printed, where nothing else takes that
 * @throws ProgramFailure; and what `output` or `input` throw, after the program has ended
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  { env, cwd, timeout, input, output, keepsOpen = false, onStart }: ProgramOptions,
): Promise<string> {
  const child = spawn(program, args, {
    ...{ env, cwd, windowsHide: true },
    stdio: [input ? 'pipe' : 'ignore', 'pipe', 'pipe'],
  });
  const stderr = tailOf(child.stderr!);
  const stdout = output ? null : tailOf(child.stdout!);
  const printed = tailOf(...(output ? [] : [child.stdout!]), child.stderr!);
  if (child.pid !== undefined) onStart?.(child.pid);
  let late = false;
  // Programs that it has started keep its pipes open, also when it has ended itself.
  const letGo = () => [child.stdout, child.stderr].forEach((stream) => stream!.destroy());
  // Node's own `timeout` does not say afterwards that it was the time.
  const limit = setTimeout(() => {
    late = true;
    child.kill('SIGKILL');
    letGo();
  }, timeout);
  const ended = new Promise<ProgramFailure | null>((resolve) => {
    child.on('error', (thrown: NodeJS.ErrnoException) => {
      clearTimeout(limit);
      resolve(new ProgramFailure(wordsOf(thrown), { code: thrown.code ?? '' }));
    });
    child.on('exit', (_code, signal) => signal === 'SIGKILL' && letGo());
    child.on('close', (code, signal) => {
      clearTimeout(limit);
      if (code === 0 && !late) return resolve(null);
      const how = late ? `it took longer than ${timeout} ms` : `it ended with ${code ?? signal}`;
      const words = late ? how : saidIn(stderr()) || how;
      resolve(new ProgramFailure(words, { how, printed: printed() }));
    });
  });
  const writing = output
    ? faultOf(pipeline(child.stdout!, output, { end: !keepsOpen }))
    : Promise.resolve(null);
  const reading = input ? faultOf(pipeline(input, child.stdin!)) : Promise.resolve(null);
  const unread = await Promise.race([reading, ended.then(() => null)]);
  // Where what it reads could not be given, it must not take the beginning for the whole.
  if (unread && !isClosedPipe(unread)) child.kill('SIGKILL');
  const [unwritten, failure] = await Promise.all([writing, ended]);
  const cause = unread && !isClosedPipe(unread) ? unread : null;
  if (cause) throw cause;
  if (unwritten && !isClosedPipe(unwritten)) throw unwritten;
  if (failure) throw failure;
  return stdout?.() ?? '';
}

function faultOf(work: Promise<void>): Promise<unknown> {
  return work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
}

/** The program has ended before all was read or written: its own words say why. */
function isClosedPipe(thrown: unknown): boolean {
  return /^(?:EPIPE|ERR_STREAM_PREMATURE_CLOSE|ECONNRESET)$/.test(
    String((thrown as NodeJS.ErrnoException).code),
  );
}

const TAIL = 1 << 16;

function tailOf(...streams: Readable[]): () => string {
  let text = '';
  for (const stream of streams)
    stream.setEncoding('utf8').on('data', (more: string) => (text = (text + more).slice(-TAIL)));
  return () => text;
}

/** Errors rather than warnings and notices that came before them. */
function saidIn(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const errors = lines.filter((line) => /\b(?:error|fatal|panic)\b/i.test(line));
  return shortened(withoutPasswords((errors.length > 0 ? errors : lines).slice(0, 5).join('; ')));
}

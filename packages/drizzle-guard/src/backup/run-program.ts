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
  constructor(words: string, code = '') {
    super(words);
    this.name = 'ProgramFailure';
    this.code = code;
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
    ...{ env, cwd, timeout, killSignal: 'SIGKILL', windowsHide: true },
    stdio: [input ? 'pipe' : 'ignore', 'pipe', 'pipe'],
  });
  const stderr = tailOf(child.stderr!);
  const stdout = output ? null : tailOf(child.stdout!);
  if (child.pid !== undefined) onStart?.(child.pid);
  const started = Date.now();
  const ended = new Promise<ProgramFailure | null>((resolve) => {
    child.on('error', (thrown: NodeJS.ErrnoException) =>
      resolve(new ProgramFailure(wordsOf(thrown), thrown.code)),
    );
    child.on('close', (code, signal) => {
      if (code === 0) return resolve(null);
      const late = signal === 'SIGKILL' && Date.now() - started >= timeout;
      const how = late ? `it took longer than ${timeout} ms` : `it ended with ${code ?? signal}`;
      resolve(new ProgramFailure(late ? how : saidIn(stderr()) || how));
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

function tailOf(stream: Readable): () => string {
  let text = '';
  stream.setEncoding('utf8').on('data', (more: string) => (text = (text + more).slice(-TAIL)));
  return () => text;
}

/** Errors rather than warnings and notices that came before them. */
function saidIn(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const errors = lines.filter((line) => /\b(?:error|fatal|panic)\b/i.test(line));
  return shortened(withoutPasswords((errors.length > 0 ? errors : lines).slice(0, 5).join('; ')));
}

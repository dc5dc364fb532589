import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { runProgram } from '../../process/run-program';
import { beginningFor, EMPTYING, entriesToRestore } from './emptying';
import type { RestorePrograms } from './programs';

interface Placing {
  env: NodeJS.ProcessEnv;
  timeout: number;
  programs: RestorePrograms;
  major: number;
  kept: readonly string[];
  lockTimeout: number;
  more: readonly string[];
}

/**
 * One transaction: it empties the database and brings what the archive holds; where anything ends before, nothing happened.
 * @throws what the programs say
 */
export async function putInPlace(file: string, placing: Placing): Promise<void> {
  const { env, timeout, programs, major, kept, lockTimeout, more } = placing;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'drizzle-guard-restore-'));
  try {
    const whole = new PassThrough();
    const listing = runProgram(programs.restore, ['--list', file], { env, timeout, output: whole });
    const entries: Buffer[] = [];
    for await (const chunk of whole as AsyncIterable<Buffer>) entries.push(chunk);
    await listing;
    const list = path.join(folder, 'list');
    writeFileSync(list, entriesToRestore(Buffer.concat(entries).toString('utf8'), kept), { mode: 0o600 });
    const output = new PassThrough();
    // With -1 it writes no COMMIT before the end.
    const reading = runProgram(programs.restore, ['-1', '-L', list, ...more, '-f', '-', file], {
      ...{ env, timeout, output },
    });
    const script = async function* () {
      yield `\\set VERBOSITY terse\nBEGIN;\nSET LOCAL lock_timeout = ${lockTimeout};\n${EMPTYING}`;
      yield* withBeginning(output, major);
      await reading;
    };
    const writing = runProgram(programs.psql, ['-X', '-q', '-w', '-v', 'ON_ERROR_STOP=1', '-f', '-'], {
      ...{ env, timeout, input: script(), output: createWriteStream(os.devNull) },
    });
    const [, written] = await Promise.allSettled([reading, writing]);
    if (written.status === 'rejected') throw written.reason;
    await reading;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How far the settings at the beginning reach at most, in bytes. */
const BEGINNING = 4096;

async function* withBeginning(
  output: AsyncIterable<Buffer>,
  major: number,
): AsyncIterable<Uint8Array | string> {
  let beginning: Buffer | null = Buffer.alloc(0);
  for await (const chunk of output) {
    if (beginning === null) {
      yield chunk;
      continue;
    }
    beginning = Buffer.concat([beginning, chunk]);
    if (beginning.length < BEGINNING) continue;
    yield* split(beginning, major);
    beginning = null;
  }
  if (beginning !== null) yield* split(beginning, major);
}

function* split(bytes: Buffer, major: number): Iterable<Uint8Array | string> {
  // Settings are ASCII, and end where the search path is set.
  const end = bytes.indexOf("SELECT pg_catalog.set_config('search_path'");
  yield beginningFor(bytes.subarray(0, Math.max(0, end)).toString('latin1'), major);
  yield bytes.subarray(Math.max(0, end));
}

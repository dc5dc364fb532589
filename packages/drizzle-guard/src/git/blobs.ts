import { spawn } from 'node:child_process';
import { git } from './git';

/** Reads many objects through one git process. */
export interface Blobs {
  /** @returns the object's bytes, or null where the repository does not have it */
  read(id: string): Promise<Buffer | null>;
  close(): void;
}

/** The same at once, for a few small ones; null for what the repository does not have. */
export function readBlobs(root: string, ids: readonly string[]): (Buffer | null)[] {
  let rest = git(['cat-file', '--batch'], { cwd: root, input: ids.map((id) => `${id}\n`).join('') });
  return ids.map(() => {
    const answer = takeAnswer(rest);
    if ('missingBytes' in answer) return null;
    rest = rest.subarray(answer.length);
    return answer.bytes;
  });
}

interface Waiting {
  resolve(bytes: Buffer | null): void;
  reject(error: Error): void;
}

/** Starts `git cat-file --batch` at the first read. Its answers come in the order of the questions. */
export function openBlobs(root: string): Blobs {
  let start: ReturnType<typeof startBatch> | undefined;
  return {
    read: (id) => (start ??= startBatch(root)).ask(id),
    close: () => start?.end(),
  };
}

function startBatch(root: string) {
  const child = spawn('git', ['cat-file', '--batch'], { cwd: root, stdio: ['pipe', 'pipe', 'ignore'] });
  const waiting: Waiting[] = [];
  // Sent together: to write each of hundreds on its own takes longer than to be answered.
  let asked = '';
  const send = () => {
    child.stdin.write(asked);
    asked = '';
  };
  let chunks: Buffer[] = [];
  let length = 0;
  let needed = 0;
  const fail = (error: Error) => {
    for (const { reject } of waiting.splice(0)) reject(error);
  };
  child.on('error', fail);
  child.on('close', () => fail(new Error('git cat-file ended before it answered')));
  child.stdin.on('error', fail);
  child.stdout.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length < needed) return;
    let buffer = chunks.length === 1 ? chunk : Buffer.concat(chunks);
    while (waiting.length > 0) {
      const answer = takeAnswer(buffer);
      if ('missingBytes' in answer) {
        needed = buffer.length + answer.missingBytes;
        break;
      }
      waiting.shift()!.resolve(answer.bytes);
      buffer = buffer.subarray(answer.length);
      needed = 0;
    }
    chunks = [buffer];
    length = buffer.length;
  });
  return {
    ask: (id: string) =>
      new Promise<Buffer | null>((resolve, reject) => {
        waiting.push({ resolve, reject });
        if (asked === '') process.nextTick(send);
        asked += `${id}\n`;
      }),
    end: () => child.stdin.end(),
  };
}

/** One answer of the batch format (git-cat-file, "BATCH OUTPUT"): `<oid> <type> <size>\n<bytes>\n` or `<name> missing\n`. */
function takeAnswer(buffer: Buffer): { bytes: Buffer | null; length: number } | { missingBytes: number } {
  const end = buffer.indexOf(10);
  if (end === -1) return { missingBytes: 1 };
  const words = buffer.toString('utf8', 0, end).split(' ');
  const size = Number(words[2]);
  if (words.at(-1) === 'missing' || Number.isNaN(size)) return { bytes: null, length: end + 1 };
  const length = end + 1 + size + 1;
  if (buffer.length < length) return { missingBytes: length - buffer.length };
  // A copy: the chunk that it lies in may be far larger.
  return { bytes: Buffer.from(buffer.subarray(end + 1, end + 1 + size)), length };
}

import { createHash } from 'node:crypto';
import { closeSync, createReadStream, fsyncSync, openSync, writeSync } from 'node:fs';
import { Writable } from 'node:stream';

export interface Digest {
  bytes: number;
  sha256: string;
}

/** Of a file as it lies. */
export async function digestOf(file: string): Promise<Digest> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** A new file for its owner alone, and what was written to it; when it has finished, that is on the disk. */
export function digestedFile(file: string): { output: Writable; digest(): Digest } {
  const descriptor = openSync(file, 'wx', 0o600);
  const hash = createHash('sha256');
  let bytes = 0;
  const attempt = (work: () => void, done: (thrown?: Error | null) => void) => {
    try {
      work();
    } catch (thrown) {
      return done(thrown as Error);
    }
    done();
  };
  const output = new Writable({
    write: (chunk: Buffer, _encoding, done) =>
      attempt(() => {
        for (let at = 0; at < chunk.length;) at += writeSync(descriptor, chunk, at);
        hash.update(chunk);
        bytes += chunk.length;
      }, done),
    final: (done) => attempt(() => fsyncSync(descriptor), done),
    destroy(thrown, done) {
      closeSync(descriptor);
      done(thrown);
    },
  });
  return { output, digest: () => ({ bytes, sha256: hash.copy().digest('hex') }) };
}

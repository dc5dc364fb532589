import { Writable } from 'node:stream';

/** More than people read of what a program printed before it failed. */
const KEPT = 20_000;

/** Keeps what is printed from now on away from where it goes, the last of it to be asked for. */
export function catchOutput(): { text(): string; clear(): void } {
  let printed = '';
  const sink = () =>
    new Writable({
      decodeStrings: false,
      write(chunk: unknown, _encoding, done) {
        printed = (printed + String(chunk)).slice(-KEPT);
        done();
      },
    });
  for (const name of ['stdout', 'stderr'] as const) {
    let stream: Writable | undefined;
    Object.defineProperty(process, name, { configurable: true, get: () => (stream ??= sink()) });
  }
  return { text: () => printed, clear: () => void (printed = '') };
}

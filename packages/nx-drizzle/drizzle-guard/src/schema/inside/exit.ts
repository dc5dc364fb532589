/** Thrown in place of an end by `process.exit`, which nobody would hear of: what was read before it is then known. */
export class Exit extends Error {
  constructor(readonly code: unknown) {
    super(`evaluating it ended with process.exit(${String(code)})`);
  }
}

/** Takes the place of `process.exit`. */
export function catchExit(): { last(): Exit | null; clear(): void; really: (code?: number) => never } {
  const really = process.exit.bind(process);
  let last: Exit | null = null;
  process.exit = (code) => {
    last = new Exit(code ?? process.exitCode ?? 0);
    throw last;
  };
  return { last: () => last, clear: () => void (last = null), really };
}

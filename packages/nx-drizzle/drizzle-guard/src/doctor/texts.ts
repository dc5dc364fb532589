import { applyEdits, modify, type JSONPath } from 'jsonc-parser';
import type { FileEdit } from '../files/edit';

/** Texts of files, with what was changed so far. Each is read once, and only what somebody asks for. */
export interface Texts {
  read(file: string): Promise<string | undefined>;
  write(file: string, text: string | null): Promise<void>;
  /** Changes one value of a JSON file, and no other byte of it. */
  set(file: string, path: JSONPath, value: unknown): Promise<void>;
  edits(): FileEdit[];
}

/** @param read the text of a file as it is; undefined where there is none */
export function keepTexts(read: (file: string) => Promise<string | undefined>): Texts {
  const before = new Map<string, string | undefined>();
  const after = new Map<string, string | null>();
  const original = async (file: string) => {
    if (!before.has(file)) before.set(file, await read(file));
    return before.get(file);
  };
  const texts: Texts = {
    async read(file) {
      const changed = after.get(file);
      return changed === undefined ? original(file) : (changed ?? undefined);
    },
    async write(file, text) {
      await original(file);
      after.set(file, text);
    },
    async set(file, path, value) {
      const text = (await texts.read(file))!;
      await texts.write(file, applyEdits(text, modify(text, path, value, {})));
    },
    edits: () =>
      [...after]
        .map(([file, text]) => ({ file, before: before.get(file) ?? null, after: text }))
        .filter((edit) => edit.before !== edit.after)
        .sort((a, b) => (a.file < b.file ? -1 : 1)),
  };
  return texts;
}

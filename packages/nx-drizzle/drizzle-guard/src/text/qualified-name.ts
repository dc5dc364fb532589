/** A name with what it lies in, as it is typed: `shop.users.email`, `"a.b".c`, `enum:mood`. */
export interface QualifiedName {
  /** What stands before a colon, where somebody says what kind of thing is meant. */
  noun: string | null;
  parts: string[];
  /** Whether a part was quoted: its dots are its own then. */
  isQuoted: boolean;
}

/** In double quotes, with each quote inside doubled, as in SQL. */
const QUOTED = /^"((?:[^"]|"")*)"/;
const PLAIN = /^[^".=:]+/;
const NOUN = /^([a-z-]+):/;

/** Reads one qualified name. @returns null where it is none */
export function readName(text: string): QualifiedName | null {
  const read = readFrom(text);
  return read?.rest === '' ? read.name : null;
}

/** Reads `<old>=<new>`: names in quotes may hold an equals sign of their own. @returns null where it is no pair */
export function readPair(text: string): [QualifiedName, QualifiedName] | null {
  const left = readFrom(text);
  if (!left?.rest.startsWith('=')) return null;
  const right = readName(left.rest.slice(1));
  return right && [left.name, right];
}

/** Writes a qualified name so that `readName` reads it. */
export function writeName(parts: readonly string[], noun: string | null = null): string {
  const written = parts.map((part) =>
    PLAIN.exec(part)?.[0] === part ? part : `"${part.replaceAll('"', '""')}"`,
  );
  return `${noun === null ? '' : `${noun}:`}${written.join('.')}`;
}

function readFrom(text: string): { name: QualifiedName; rest: string } | null {
  const [prefix = '', noun = null] = NOUN.exec(text) ?? [];
  const name: QualifiedName = { noun, parts: [], isQuoted: false };
  let rest = text.slice(prefix.length);
  for (;;) {
    const quoted = QUOTED.exec(rest);
    const [found] = quoted ?? PLAIN.exec(rest) ?? [];
    if (found === undefined) return null;
    name.parts.push(quoted ? quoted[1]!.replaceAll('""', '"') : found);
    name.isQuoted ||= quoted !== null;
    rest = rest.slice(found.length);
    if (!rest.startsWith('.')) return { name, rest };
    rest = rest.slice(1);
  }
}

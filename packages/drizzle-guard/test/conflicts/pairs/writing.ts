import type { Named } from './model';
import type { PairDialect } from './pair';
import type { Random } from './random';

const PLAIN = /^[a-z_][a-z0-9_]*$/;
/** Words that no name may be without quotes. */
const RESERVED = new Set([
  'order',
  'user',
  'group',
  'rank',
  'index',
  'key',
  'check',
  'table',
  'type',
  'groups',
]);
/** What stays as it is when the rest is put in lower case. */
const KEPT = /('(?:[^']|'')*'|"[^"]*"|`[^`]*`|\$(\w*)\$[\s\S]*?\$\2\$|--[^\n]*)/;
const REMARKS = [
  'see the ticket',
  'TODO: clean up',
  "don't run twice; slow",
  'ALTER TABLE was too slow here',
];

/** How one statement is written: as drizzle-kit writes, or as people do. */
export class Writing {
  constructor(
    readonly random: Random,
    readonly dialect: PairDialect,
    readonly byHand: boolean,
  ) {}

  /** A name as it stands in a statement. */
  name(name: string): string {
    const isBare = this.byHand && PLAIN.test(name) && !RESERVED.has(name) && this.random.chance(0.8);
    if (isBare) return name;
    return this.dialect === 'mysql' || (this.dialect === 'sqlite' && !this.byHand)
      ? `\`${name}\``
      : `"${name}"`;
  }

  names(list: readonly { name: string }[]): string {
    return list.map(({ name }) => this.name(name)).join(', ');
  }

  /** A name with its schema, where it needs it, or where somebody writes it anyway. */
  of({ schema, name }: Named): string {
    const isSaid = schema !== '' && (schema !== 'public' || (this.byHand && this.random.chance(0.25)));
    return isSaid ? `${this.name(schema)}.${this.name(name)}` : this.name(name);
  }

  /** One of two ways to say something: what drizzle-kit says comes first. */
  either(kit: string, hand: string): string {
    return this.byHand && this.random.chance(0.5) ? hand : kit;
  }

  /** Words that only people write. */
  some(words: string, share = 0.3): string {
    return this.byHand && this.random.chance(share) ? ` ${words}` : '';
  }

  finish(sql: string): string {
    const ended = sql.endsWith(';') ? sql : `${sql};`;
    if (!this.byHand) return ended;
    const cased = this.random.chance(0.7) ? lowerCased(ended) : ended;
    if (this.random.chance(0.15)) return `-- ${this.random.pick(REMARKS)}\n${cased}`;
    return this.random.chance(0.1) ? cased.replace(' ', ' /* by hand */ ') : cased;
  }
}

/** Keywords and bare names in lower case: the same tokens to a database. */
export function lowerCased(sql: string): string {
  return splitKept(sql)
    .map((part) => (part.isKept ? part.text : part.text.toLowerCase()))
    .join('');
}

function splitKept(sql: string): { text: string; isKept: boolean }[] {
  const parts: { text: string; isKept: boolean }[] = [];
  let left = sql;
  for (let found = KEPT.exec(left); found; found = KEPT.exec(left)) {
    parts.push({ text: left.slice(0, found.index), isKept: false }, { text: found[0], isKept: true });
    left = left.slice(found.index + found[0].length);
  }
  return [...parts, { text: left, isKept: false }];
}

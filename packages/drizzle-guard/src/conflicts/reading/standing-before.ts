import type { ReadMigration } from '../../replay/replay-history';
import type { Effect } from './effect';
import type { Reader } from './read-side';
import { emptyStanding, follow, type Standing } from './standing';
import type { Thing } from './thing';

/**
 * What is there after a history, as far as migrations have to do with it that come next. Most statements of a long one are
 * about other tables: what names nothing that those name is not read.
 */
export function standingBefore(
  before: readonly ReadMigration[],
  next: readonly ReadMigration[],
  reader: Reader,
): Standing {
  const standing = emptyStanding();
  const names = new Set<string>();
  let naming = patternOf(names);
  const add = (more: readonly string[]) => {
    const { size } = names;
    for (const name of more) names.add(name);
    if (names.size > size) naming = patternOf(names);
  };
  add(next.flatMap(({ statements }) => statements.flatMap(({ sql }) => namedIn(sql, reader))));
  for (const { statements } of before)
    for (const { sql } of statements) {
      if (!naming.test(sql)) continue;
      const effects = reader.effectsOf(sql, standing) ?? [];
      follow(standing, effects);
      // What is made of a view falls with what that is made of.
      if (!effects.some(isColumn))
        add(effects.flatMap((effect) => (isRelation(effect) ? wordsIn(effect.thing.path[1]!) : [])));
    }
  return standing;
}

/** The words of the names of tables, types and the like in a statement; all words of one that cannot be read. */
function namedIn(sql: string, reader: Reader): string[] {
  const effects = reader.effectsOf(sql, emptyStanding());
  if (effects === null) return wordsIn(sql);
  const things = effects.flatMap(thingsIn).filter((thing) => !isOfPostgres(thing));
  return things.flatMap((thing) => wordsIn(nameOf(thing)));
}

/** Types and functions of Postgres itself that need no schema: most statements name one. */
const OF_POSTGRES: ReadonlySet<string> = new Set([
  ...[
    'text',
    'uuid',
    'json',
    'jsonb',
    'date',
    'bytea',
    'inet',
    'money',
    'serial',
    'bigserial',
    'smallserial',
    'name',
  ],
  ...[
    'now',
    'lower',
    'upper',
    'length',
    'gen_random_uuid',
    'nextval',
    'setval',
    'count',
    'sum',
    'min',
    'max',
    'random',
  ],
]);

function isOfPostgres({ kind, path }: Thing): boolean {
  return (kind === 'type' || kind === 'function') && OF_POSTGRES.has(path.at(-1)!);
}

function thingsIn(effect: Effect): Thing[] {
  if (effect.does === 'rows') return [effect.table];
  return effect.does === 'rename' ? [effect.thing, effect.to] : [effect.thing];
}

/** Of a column that of its table. */
function nameOf({ path }: Thing): string {
  return path[1] ?? path[0]!;
}

function isColumn(effect: Effect): boolean {
  return effect.does === 'make' && effect.column !== undefined;
}

function isRelation(effect: Effect): effect is Extract<Effect, { does: 'make' }> {
  return effect.does === 'make' && effect.thing.kind === 'relation';
}

/** A text that has one of these words; none has none of none. */
function patternOf(words: ReadonlySet<string>): RegExp {
  if (words.size === 0) return /^\b$/;
  return new RegExp(
    `(?<![\\p{L}\\p{N}_$])(?:${[...words].map((word) => word.replaceAll('$', '\\$')).join('|')})(?![\\p{L}\\p{N}_$])`,
    'iu',
  );
}

/** The words of a text, as names of things may be among them. */
export function wordsIn(text: string): string[] {
  return text.match(/[\p{L}_][\p{L}\p{N}_$]*/gu) ?? [];
}

import type { ReadMigration } from '../../replay/replay-history';
import type { Place } from '../../results/verdict';
import type { Effect, Rows } from './effect';
import { follow, type Standing } from './standing';
import { touchesOf, type Touch } from './touches';

/** How the statements of a dialect are read: null for one that cannot be. */
export type Reader = (sql: string, known: Standing) => Effect[] | null;

/** What a statement comes to. */
export interface Told {
  place: Place;
  meaning: string;
  touches: Touch[];
  rows: Rows[];
  /** Whether it could be read. */
  isRead: boolean;
}

/** A statement of a migration. */
export interface Said {
  place: Place;
  meaning: string;
}

export function saidIn(side: readonly ReadMigration[]): Said[] {
  return side.flatMap(({ migration, statements }) =>
    statements.map(({ sql, line, meaning }) => ({
      meaning,
      place: { migration: migration.tag, file: migration.sqlFile, line, sql },
    })),
  );
}

/** Reads statements one after another. @param standing what is there before them; it follows them */
export function readSide(side: readonly Said[], standing: Standing, reader: Reader): Told[] {
  return side.map(({ place, meaning }) => {
    const effects = reader(place.sql, standing);
    const touches: Touch[] = [];
    for (const effect of effects ?? []) touches.push(...touchesOf(effect, standing));
    follow(standing, effects ?? []);
    const rows = (effects ?? []).flatMap((effect) => (effect.does === 'rows' ? effect : []));
    return { place, meaning, touches, rows, isRead: effects !== null };
  });
}

/**
 * What is there before both, as far as they have to do with it: a statement that names nothing that they name is not read.
 */
export function standingBefore(
  before: readonly ReadMigration[],
  named: ReadonlySet<string>,
  standing: Standing,
  reader: Reader,
): void {
  for (const { statements } of before)
    for (const { sql } of statements)
      if (wordsIn(sql).some((word) => named.has(word))) follow(standing, reader(sql, standing) ?? []);
}

/** The words of a text, as names of things may be among them. */
export function wordsIn(sql: string): string[] {
  return sql.match(/[\p{L}_][\p{L}\p{N}_$]*/gu) ?? [];
}


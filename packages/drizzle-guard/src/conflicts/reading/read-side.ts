import type { ReadMigration } from '../../replay/replay-history';
import type { Place } from '../../results/verdict';
import type { Effect, Rows } from './effect';
import { asRebuildings, withoutRebuilding } from './rebuilding';
import { copyOf, follow, type Standing } from './standing';
import { touchesOf, type Touch } from './touches';

/** What reads the statements of a dialect. */
export interface Reader {
  /** What a statement does; null where that cannot be read from it. @param known what is there before it */
  effectsOf(sql: string, known: Standing): Effect[] | null;
  /** Equal for statements that say the same, however they are written. */
  meaningOf(sql: string): string;
}

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

export function saidIn(side: readonly ReadMigration[], reader: Reader): Said[] {
  const said = side.flatMap(({ migration, statements }) =>
    statements.map(({ sql, line }) => ({
      meaning: reader.meaningOf(sql),
      place: { migration: migration.tag, file: migration.sqlFile, line, sql },
    })),
  );
  return asRebuildings(said);
}

/** Reads statements one after another. @param standing what is there before them; it follows them */
export function readSide(side: readonly Said[], standing: Standing, reader: Reader): Told[] {
  const before = copyOf(standing);
  const told = side.map(({ place, meaning }) => {
    const effects = reader.effectsOf(place.sql, standing);
    const touches: Touch[] = [];
    for (const effect of effects ?? []) touches.push(...touchesOf(effect, standing));
    follow(standing, effects ?? []);
    const rows = (effects ?? []).flatMap((effect) => (effect.does === 'rows' ? effect : []));
    return { place, meaning, touches, rows, isRead: effects !== null };
  });
  return withoutRebuilding(told, before);
}

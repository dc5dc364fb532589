import { wordsOf } from '../../errors/words-of';
import { isForgivenOfPostgres, isLeftOutOfPostgres, partsOfPostgresDump } from '../../sql/postgres-dump';
import { linesOf } from './dump-lines';

/** What takes a dump. */
export interface PostgresLoader {
  execute(sql: string): Promise<unknown>;
  /** @param rows in the form of COPY, without line ends */
  copy(sql: string, rows: AsyncIterable<string>): Promise<void>;
}

/**
 * Runs a plain dump of pg_dump, statement by statement: no psql is asked, whose commands reach the whole machine.
 * @param refuse throws where a statement is not to be run
 * @throws Error with the database's words and the line
 */
export async function loadPostgres(
  { execute, copy }: PostgresLoader,
  file: string,
  refuse: (statement: string) => void,
): Promise<void> {
  for await (const { sql, line, rows } of partsOfPostgresDump(linesOf(file))) {
    if (isLeftOutOfPostgres(sql)) continue;
    try {
      refuse(sql);
      await (rows ? copy(sql, rows) : execute(sql));
    } catch (thrown) {
      if (!isForgivenOfPostgres(sql)) throw new Error(`${wordsOf(thrown)} (line ${line})`, { cause: thrown });
    }
  }
}

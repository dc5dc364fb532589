import { wordsOf } from '../../errors/words-of';
import { isLeftOutOfMysql, partsOfMysqlDump, usedBy, withoutValues } from '../../sql/mysql-dump';
import { linesOf } from './dump-lines';

/**
 * Runs a dump of mysqldump or mariadb-dump, statement by statement; what it says of databases is left out.
 * @param run runs one
 * @param refuse throws where a statement is not to be run
 * @throws Error with the database's words and the line
 */
export async function loadMysql(
  run: (sql: string) => Promise<void>,
  file: string,
  refuse: (statement: string) => void,
): Promise<void> {
  const used = new Set<string>();
  for await (const { sql, line } of partsOfMysqlDump(linesOf(file))) {
    const name = usedBy(sql);
    if (name !== null && used.add(name).size > 1)
      throw new Error(`it holds several databases (${[...used].join(', ')}): dump one alone`);
    if (isLeftOutOfMysql(sql)) continue;
    try {
      refuse(withoutValues(sql));
      await run(sql);
    } catch (thrown) {
      throw new Error(`${wordsOf(thrown)} (line ${line})`, { cause: thrown });
    }
  }
}

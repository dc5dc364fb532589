import { commandsIn, isExecutable, mysqlTokensOf } from './mysql-statements';
import type { DumpPart } from './postgres-dump';

/** MariaDB's first line, which its own client alone understands. */
const OF_THE_CLIENT = /^\/\*M?!999999/;

/**
 * What a dump of mysqldump or mariadb-dump holds, one statement after another. Pure.
 * @param lines without their ends
 * @throws Error where it ends in the middle of a statement
 */
export async function* partsOfMysqlDump(lines: AsyncIterable<string>): AsyncIterable<DumpPart> {
  let [text, line, begin, delimiter] = ['', 0, 0, ';'];
  for await (const read of lines) {
    line += 1;
    if (text === '') {
      const [, given] = /^DELIMITER\s+(\S+)\s*$/i.exec(read) ?? [];
      if (given !== undefined) delimiter = given;
      if (given !== undefined || /^\s*(?:(?:--\s|--$|#).*)?$/.test(read) || OF_THE_CLIENT.test(read))
        continue;
      begin = line;
    }
    text += text === '' ? read : `\n${read}`;
    if (!read.trimEnd().endsWith(delimiter) || !isWhole(text)) continue;
    const sql = text.trimEnd().slice(0, -delimiter.length);
    text = '';
    yield { sql, line: begin };
  }
  if (text.trim() !== '') throw new Error('it ends in the middle of a statement: it is cut off');
}

function isWhole(text: string): boolean {
  return !mysqlTokensOf(text).some((token) => /^['"`]$/.test(token));
}

/** What rows are, and what is around them: values reach nothing, however long they are. */
export function withoutValues(sql: string): string {
  if (!/^\s*(?:INSERT|REPLACE)\s/i.test(sql)) return sql;
  return /^[\s\S]*?\sVALUES\b/i.exec(sql)?.[0] ?? sql;
}

/** Whether a statement of a dump is nothing that a throw-away database is to have: an event would be run there. */
export function isLeftOutOfMysql(sql: string): boolean {
  const words = (commandsIn(withoutValues(sql))[0] ?? []).filter((word) => !isExecutable(word));
  const [first = '', second = ''] = words;
  if (first === 'use') return true;
  if (first === 'set') return words.some((word) => /^(?:global|sql_log_bin|@@global)$/.test(word));
  if (/^(?:create|drop|alter)$/.test(first) && (second === 'database' || second === 'schema')) return true;
  return first === 'create' && words.includes('event') && words.includes('schedule');
}

/** The database that `USE` names; null for another statement. */
export function usedBy(sql: string): string | null {
  const [first, name = ''] = mysqlTokensOf(sql);
  return first?.toLowerCase() === 'use' ? name.replaceAll('`', '') : null;
}

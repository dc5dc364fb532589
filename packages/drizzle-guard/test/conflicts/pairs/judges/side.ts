import { statementsOf } from '../tokens';

/** What runs in one transaction, or by itself since it forbids one. */
export interface Group {
  sql: string[];
  alone: boolean;
}

/** The texts of a side, cut where something has to run by itself. */
export function groupsOf(texts: readonly string[], forbids: RegExp): Group[] {
  const groups: Group[] = [];
  for (const text of texts) {
    const alone = statementsOf(text).some(({ tokens }) => forbids.test(tokens));
    const last = groups.at(-1);
    if (!alone && last && !last.alone) last.sql.push(text);
    else groups.push({ sql: [text], alone });
  }
  return groups;
}

import { commandTextsOf } from '../sql/pieces';
import { tokensOf } from '../sql/tokens';

/** Runs SQL in PGlite, but for a COPY … FROM stdin: it would wait without an end for rows that nobody sends. */
export async function runInPglite(
  client: { exec(sql: string): Promise<unknown> },
  sql: string,
): Promise<void> {
  if (/\bstdin\b/i.test(sql) && commandTextsOf(sql).some(readsRows))
    throw new Error('COPY FROM stdin has no rows here: nobody sends them');
  await client.exec(sql);
}

function readsRows(command: string): boolean {
  const tokens = tokensOf(command);
  return tokens[0] === 'copy' && tokens.some((word, at) => word === 'from' && tokens[at + 1] === 'stdin');
}

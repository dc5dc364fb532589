/**
 * The commands of a Postgres migration that begin and commit transactions of its own. So they are written by hand for
 * drizzle-orm's migrator, which runs all migrations in one transaction: COMMIT leaves that, BEGIN and COMMIT stand around
 * what belongs together. Where each migration has a transaction of its own, and what forbids one runs outside, they are
 * not needed.
 *
 * @param commands of one migration, each by its tokens
 * @returns positions; none where one of them stands anywhere else, as after something that it would commit: then nobody
 *   can tell what is meant
 */
export function ownTransactions(commands: readonly (readonly string[])[]): Set<number> {
  const found = new Set<number>();
  let within: 'the migrator' | 'its own' | 'none' = 'the migrator';
  for (const [position, tokens] of commands.entries()) {
    const text = tokens.join(' ');
    const isFree = within === 'none' || (within === 'the migrator' && position === 0);
    if (BEGIN.test(text) && isFree) within = 'its own';
    else if (COMMIT.test(text) && (within === 'its own' || (isFree && position === 0))) within = 'none';
    else if (CONTROL.test(text)) return new Set();
    else continue;
    found.add(position);
  }
  return found;
}

const BEGIN = /^(?:begin(?: (?:work|transaction))?|start transaction)$/;
const COMMIT = /^(?:commit|end)(?: (?:work|transaction))?$/;
const CONTROL =
  /^(?:begin|start transaction|commit(?! prepared)|end|rollback(?! prepared)|abort|prepare transaction)\b/;

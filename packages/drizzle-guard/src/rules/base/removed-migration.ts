import type { Migration } from '../../history/history';
import type { BaseContext } from '../contexts';
import { folderOf, join } from '../../text/paths';
import { shellWord } from '../../text/shell-word';
import { defineRule } from '../rule';
import { restore, restoreState } from './restoring';

export const removedMigration = defineRule({
  code: 'removed-migration',
  severity: 'error',
  explain: `A migration that has landed is not in the history any more, or is called something else. Databases that ran it keep what it did, and hold a ledger row that no migration explains; a new database never gets it. From here on the two differ, and nothing tells them apart. A landed migration's tag is part of what has landed: one that is renamed counts as removed.

Way out: put its SQL, its snapshot and its journal entry back, under its own name (the finding says how). To undo what it did, write a new migration that does: drizzle-guard generate does, once the schema lacks it.

A merge whose result lacks a migration that one of its sides has is stopped, too, whichever side and strategy it was, and whether or not it is known what has landed: unless the other side had taken it out on purpose, or the result has its statements, or what they do, under another name.`,
  effect: 'databases that ran it keep what it did, and new ones never get it',
  traits: ['of-landed'],
  find: {
    /** Migrations that have landed, were known here, and are gone. */
    base(context) {
      const { removed, base } = context;
      return removed.map(({ theirs, renamed }) =>
        renamed
          ? {
              migration: theirs.tag,
              ...renamed.declaredAt,
              message: `${theirs.tag}, which is on ${base.name}, is called ${renamed.tag} here: it was renamed, with the same SQL and the same timestamp`,
              help:
                base.history.layout === 'journal'
                  ? namedAgain(renamed, theirs, base.history.journalFile)
                  : `give the folder ${renamed.tag} its landed name back: \`mv ${shellWord(folderOf(renamed.sqlFile))} ${shellWord(join(folderOf(folderOf(renamed.sqlFile)), theirs.tag))}\``,
            }
          : {
              migration: theirs.tag,
              ...(base.history.layout === 'journal' ? { file: base.history.journalFile } : {}),
              message: `${theirs.tag} is on ${base.name} and was removed here: databases that ran it keep what it did, new ones never get it`,
              help: puttingBack(context, theirs),
            },
      );
    },
  },
});

/** In a journal the name stands in three places; the snapshot has a part of it. */
function namedAgain(renamed: Migration, theirs: Migration, journal: string): string {
  const moves = [
    [renamed.sqlFile, theirs.sqlFile],
    ...(renamed.snapshot ? [[renamed.snapshotFile, theirs.snapshotFile]] : []),
  ]
    .filter(([from, to]) => from !== to)
    .map((pair) => `\`mv ${pair.map((file) => shellWord(file!)).join(' ')}\``);
  return `give ${renamed.tag} its landed name back: ${moves.join(', ')}, and set its "tag" in ${journal} back to ${theirs.tag}`;
}

/** A merge that loses one has mostly lost what the schema had of it, too: that only comes back with the merge. */
function puttingBack(context: BaseContext, { tag }: Migration): string {
  const { base } = context;
  if (base.isMerged)
    return `take the merge back (\`git merge --abort\`) and merge so that ${tag} stays: without \`-s ours\`, and with both sides' changes of the schema; ${base.hasLanded ? 'where the other side has taken it out, put it back there first, and undo what it did by a new migration: `drizzle-guard generate` writes it, once the schema lacks it' : 'to drop it on purpose, do so in a commit of its own first'}`;
  const [own, other] = [context.history.dir, base.history.dir];
  if (own !== other)
    return `the migrations lie in ${own} here and in ${other} on ${base.name}: have all of them where ${base.name} has them${base.history.layout === 'folders' ? ` (\`git mv ${shellWord(own)}/* ${shellWord(other)}/\`)` : ''}, let the config say so, and commit that; the folder can be renamed once the branch has landed`;
  return base.history.layout === 'journal'
    ? `put it back: ${restoreState(context, [base.history.dir])}; that is the way to undo it, too`
    : `put its folder back (${restore(context, [join(base.history.dir, tag)])}); to undo it, write a new migration: \`drizzle-guard generate\` does, once the schema lacks it`;
}

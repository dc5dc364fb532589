import type { FoldersHistory } from '../../history/history';
import { folderOf, join } from '../../text/paths';
import { shellWord } from '../../text/shell-word';
import { byFolderName, stampOf, titleOf } from '../../text/tag';
import { timeOf } from '../../text/words';
import type { Draft } from '../finding';
import { defineRule } from '../rule';

export const timestampRegression = defineRule({
  code: 'timestamp-regression',
  severity: 'error',
  explain: `A migration comes later in the journal than another, but its timestamp ("when") is not greater. drizzle-orm 0.x applies only what is newer than the newest row of the ledger: a database that has run the earlier entry skips this one for ever, in silence, while a new database runs both. That is why CI on an empty database stays green.

In the folders layout the order is that of the folders' names: a folder that does not sort after the one it continues is run before it, and drizzle-kit 1.0 refuses to work on Postgres.

Way out while it has not landed: drizzle-guard rebase gives it a time behind the others. Once landed its timestamp is not to be changed; drizzle-guard migrate finds the databases on which it is late, and drizzle-guard migrate --late apply applies it there.`,
  effect: 'a database that has run the earlier one skips it, in silence',
  traits: ['state-unknown', 'two-sides', 'of-the-chain'],
  find: {
    structure({ history }) {
      if (history.layout === 'folders') return beforeTheirParents(history);
      const findings: Draft[] = [];
      let newest: { tag: string; timestamp: number } | null = null;
      for (const migration of history.migrations) {
        if (newest && migration.timestamp <= newest.timestamp)
          findings.push({
            migration: migration.tag,
            ...migration.declaredAt,
            message: `${migration.tag} (${timeOf(migration.timestamp)}) follows ${newest.tag} (${timeOf(newest.timestamp)}) but is not newer: drizzle-orm skips it where ${newest.tag} is applied`,
            help: 'if it has not landed, `drizzle-guard rebase` gives it a time behind the others; if it has, `drizzle-guard status` shows where it is late',
          });
        else newest = migration;
      }
      return findings;
    },
  },
  wayOut: ({ migration }, { layout }, flag) => [
    `its timestamp stays: databases know it by that. \`drizzle-guard status${flag}\` says where ${migration} is late, \`drizzle-guard migrate --late apply${flag}\` applies it there`,
    ...(layout === 'journal'
      ? [
          'an upgrade to 1.0 (drizzle-kit up) names a folder by each timestamp, and refuses one that does not sort after its parent',
        ]
      : []),
  ],
});

function beforeTheirParents({ snapshots, migrations }: FoldersHistory): Draft[] {
  const folders = new Map(snapshots.map(({ id, prefix }) => [id, prefix]));
  const newest = Math.max(...migrations.map(({ timestamp }) => timestamp));
  return snapshots.flatMap(({ file, prefix, parents }) =>
    parents
      .flatMap((id) => folders.get(id) ?? [])
      .filter((parent) => !sortsAfter(prefix, parent))
      .map((parent) => ({
        migration: prefix,
        file,
        message: `${prefix} continues ${parent}, but its folder does not sort after it: drizzle-orm runs it first`,
        help: wayBack(file, prefix, parent, laterName(prefix, newest)),
      })),
  );
}

function wayBack(file: string, prefix: string, parent: string, later: string): string {
  const folder = folderOf(file);
  if (parent === prefix)
    return `bring its snapshot back: \`git restore --source=HEAD --staged --worktree -- ${shellWord(file)}\``;
  const landed = 'if it has, its name is what databases know it by: see in git how it came to be';
  // Behind a folder whose name is no time, nothing sorts.
  if (!sortsAfter(later, parent))
    return `if it has not landed, delete it and run \`drizzle-guard generate\` (keep hand-written SQL); ${landed}`;
  return `if it has not landed, give it a later time: \`mv ${shellWord(folder)} ${shellWord(join(folderOf(folder), later))}\`; ${landed}`;
}

/** A folder's name with a time a second after another one. */
function laterName(folder: string, time: number): string {
  return `${stampOf(time + 1000)}_${titleOf(folder)}`;
}

/** By both orders, as drizzle-kit 1.0 asks for (`sortsAfter`): drizzle-orm uses the second. */
function sortsAfter(folder: string, parent: string): boolean {
  return folder > parent && byFolderName(folder, parent) > 0;
}
